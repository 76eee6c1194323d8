// A journal whose appends a test resolves or refuses by hand.

import type {
  Journal,
  JournalRecord,
  TickRecord,
} from '../../packages/tickhouse/src/journal/index.ts';

/** What a house in a test needs of a journal. */
export type Appending = Pick<Journal, 'append'>;

/** The records of ticks among these. */
export function ticksOf(records: readonly JournalRecord[]): TickRecord[] {
  return records.filter((record) => !('ended' in record)) as TickRecord[];
}

export class SlowJournal implements Appending {
  /** Every append so far, with copies of its records as they were then. */
  readonly appends: TickRecord[][] = [];
  readonly #waiting: { resolve(): void; reject(error: unknown): void }[] = [];

  /** Appends that are under way. */
  get underWay(): number {
    return this.#waiting.length;
  }

  append(records: readonly JournalRecord[]): Promise<void> {
    this.appends.push(structuredClone(ticksOf(records)));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** The oldest append is durable; resolves when what waited for it has run. */
  async settle(): Promise<void> {
    this.#waiting.shift()?.resolve();
    await promisesRun();
  }

  async fail(error: unknown): Promise<void> {
    this.#waiting.shift()?.reject(error);
    await promisesRun();
  }
}

/** Resolves when all chains of promises have run dry. */
export function promisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
