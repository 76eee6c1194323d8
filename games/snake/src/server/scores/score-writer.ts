// Scores on their way to the disk: those that come while one write is under way go together in the
// next, and a write that fails is tried again for as long as the process lives.

import type { Clock } from 'tickhouse/server';
import { SnakeError } from '../snake-error.ts';
import { reasonOf } from './failures.ts';
import type { KeptScore } from './score-database.ts';

/** Scores in one write at most. */
const batchMax = 1_000;
/** Between the tries, in ms: doubled each time. */
const pauseMsMin = 250;
const pauseMsMax = 30_000;

interface Parts {
  /** Resolves when all of these are on the disk; writing one twice changes nothing. */
  readonly write: (scores: readonly KeptScore[]) => Promise<void>;
  /** Called with each score that is on the disk, or waits for one that fails; maybe twice. */
  readonly show: (score: KeptScore) => void;
  /** Says a line to who runs the server. */
  readonly tell: (line: string) => void;
  readonly clock: Clock;
}

interface Waiting {
  readonly score: KeptScore;
  resolve(): void;
  reject(error: SnakeError): void;
}

export class ScoreWriter {
  readonly #parts: Parts;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  /** While writes fail: how long the next pause is. */
  #pauseMs: number | undefined;
  #endPause = (): void => {};
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the score is on the disk.
   * @throws SNAKE_SCORES_WRITE when this is closed before that
   */
  keep(score: KeptScore): Promise<void> {
    if (this.#isClosed) return Promise.reject(lost('the server has closed'));
    if (this.#pauseMs !== undefined) this.#parts.show(score);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ score, resolve, reject });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Tries once more at once what waits, and ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endPause();
    await this.#writing;
  }

  /** Gives up what waits, and says so. */
  leave(reason = 'the disk does not answer'): void {
    const given = this.#waiting.splice(0);
    if (given.length === 0) return;
    this.#parts.tell(
      `Snake ends without ${counted(given.length)} that could not be written (${reason}) ` +
        '(SNAKE_SCORES_WRITE)',
    );
    for (const { reject } of given) reject(lost(reason));
  }

  async #writeAll(): Promise<void> {
    const { write, show } = this.#parts;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, batchMax);
      try {
        await write(batch.map(({ score }) => score));
      } catch (error) {
        if (this.#isClosed) return this.leave(reasonOf(error));
        this.#fail(reasonOf(error));
        await this.#pause();
        continue;
      }
      this.#waiting.splice(0, batch.length);
      this.#succeed(batch.length);
      for (const { score, resolve } of batch) {
        show(score);
        resolve();
      }
    }
  }

  #fail(reason: string): void {
    if (this.#pauseMs !== undefined) return;
    this.#pauseMs = pauseMsMin;
    this.#parts.tell(
      `Snake cannot write scores (${reason}): it tries again until it can; until then they are in ` +
        'memory only (SNAKE_SCORES_WRITE)',
    );
    for (const { score } of this.#waiting) this.#parts.show(score);
  }

  #succeed(count: number): void {
    if (this.#pauseMs === undefined) return;
    this.#pauseMs = undefined;
    this.#parts.tell(
      `Snake writes scores again: ${counted(count)} that waited, on the disk now (SNAKE_SCORES_WRITE)`,
    );
  }

  #pause(): Promise<void> {
    const pauseMs = this.#pauseMs ?? pauseMsMin;
    this.#pauseMs = Math.min(pauseMs * 2, pauseMsMax);
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.after(pauseMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

function counted(count: number): string {
  return count === 1 ? 'one score' : `${count} scores`;
}

function lost(reason: string): SnakeError {
  return new SnakeError('SNAKE_SCORES_WRITE', `the score could not be written (${reason})`);
}
