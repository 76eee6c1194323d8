// Payloads that wait for their tick to be durable. One append is under way at a time and carries what
// gathered meanwhile; nothing that a tick said goes out before the append of its record resolved.

import type { EndRecord, Journal } from '../journal/index.ts';
import type { Publication } from '../room/index.ts';
import { type Clock, Lateness } from '../time/index.ts';

/** The last of a room: what is done when all before it has gone out, and it is durable. */
export interface Farewell {
  readonly record: EndRecord;
  readonly say: () => void;
}

interface OutboxOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Called for each publication that has gone out. */
  readonly released: (publication: Publication) => void;
  /** An append failed: nothing is released any more. */
  readonly failed: (error: unknown) => void;
  /** Something could not go out; what others say goes out all the same. */
  readonly onError: (error: unknown) => void;
}

/** Rooms wait where an append is under way for longer than this, in ms: what is held stays bounded. */
const patienceMs = 1_000;
/** Timers are not exact: an append may begin so much before its time, in ms. */
const earlyMs = 2;

export class Outbox {
  readonly #options: OutboxOptions;
  #gathered: (Publication | Farewell)[] = [];
  /** When the oldest of them came. */
  #gatheredAt = 0;
  /** How long appends held back the oldest that they carried. */
  readonly held: Lateness = new Lateness();
  /** When the append began that is under way. */
  #since: number | undefined;
  /** When the last one began. */
  #lastAt = Number.NEGATIVE_INFINITY;
  #isArmed = false;
  #hasFailed = false;
  #whenIdle: (() => void)[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Rooms must wait: what they would say could not be held for ever. */
  get isFull(): boolean {
    return this.#since !== undefined && this.#options.clock.now() - this.#since > patienceMs;
  }

  add(item: Publication | Farewell): void {
    if (this.#gathered.length === 0) this.#gatheredAt = this.#options.clock.now();
    this.#gathered.push(item);
  }

  /** Appends what has gathered; where an append is under way, or was a moment ago, with the next. */
  flush(): void {
    if (this.#since !== undefined || this.#hasFailed || this.#gathered.length === 0) return;
    const { clock, journal } = this.#options;
    const now = clock.now();
    const nextAt = this.#lastAt + journal.paceMs - earlyMs;
    if (now < nextAt) {
      this.#arm(nextAt);
      return;
    }
    this.#lastAt = now;
    const items = this.#gathered;
    const gatheredAt = this.#gatheredAt;
    this.#gathered = [];
    const durable = this.#append(items);
    if (durable === undefined) {
      this.#release(items);
      return;
    }
    this.#since = now;
    durable.then(
      () => {
        this.#since = undefined;
        this.held.record(clock.now() - gatheredAt);
        this.#release(items);
        this.flush();
        this.#tellIdle();
      },
      (error) => {
        this.#since = undefined;
        this.#hasFailed = true;
        this.#options.failed(error);
        this.#tellIdle();
      },
    );
  }

  #arm(at: number): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#options.clock.at(at, () => {
      this.#isArmed = false;
      this.flush();
    });
  }

  /** Resolves when everything has gone out, or nothing will any more. */
  async idle(): Promise<void> {
    this.#lastAt = Number.NEGATIVE_INFINITY;
    this.flush();
    if (this.#since !== undefined) await new Promise<void>((done) => this.#whenIdle.push(done));
  }

  /** A journal that throws has failed as one that rejects. */
  #append(items: readonly (Publication | Farewell)[]): Promise<void> | undefined {
    try {
      return this.#options.journal.append(items.map(({ record }) => record));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #release(items: readonly (Publication | Farewell)[]): void {
    for (const item of items) {
      try {
        this.#let(item);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }

  #let(item: Publication | Farewell): void {
    if ('say' in item) item.say();
    else {
      item.release();
      this.#options.released(item);
    }
  }

  #tellIdle(): void {
    if (this.#since !== undefined) return;
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const done of waiting) done();
  }
}
