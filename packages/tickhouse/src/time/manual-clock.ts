// A clock that stands still until a test turns it. It stands apart from the system clock because it
// must know its timers: it runs them itself, in order, with `now()` at each one's own deadline.

import { TickhouseError } from '../errors.ts';
import { type Cancel, type Clock, checkDelay } from './clock.ts';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/**
 * A clock turned by hand. Timers run in the order of their deadlines, those with the same deadline
 * in the order they were set; timers that timers set run too, if they fall due within the window.
 */
export class ManualClock implements Clock {
  #nowMs: number;
  /** Sorted by deadline, then by insertion. */
  readonly #timers: Timer[] = [];

  /**
   * @param startMs what `now()` says at first; default 0.
   * @throws TIME_ARGUMENT when `startMs` is not finite.
   */
  constructor(startMs = 0) {
    if (!Number.isFinite(startMs)) {
      throw new TickhouseError('TIME_ARGUMENT', `startMs must be finite, got ${startMs}`);
    }
    this.#nowMs = startMs;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#nowMs;
  }

  at(deadlineMs: number, callback: () => void): Cancel {
    checkDelay(Math.max(0, deadlineMs - this.#nowMs));
    return this.#insert({ atMs: Math.max(deadlineMs, this.#nowMs), callback });
  }

  after(delayMs: number, callback: () => void): Cancel {
    checkDelay(delayMs);
    return this.#insert({ atMs: this.#nowMs + delayMs, callback });
  }

  /**
   * Moves time on by `ms` and runs what falls due. A timer may call `advance` itself, to play a
   * slow callback. A throw of a timer comes out here, with time standing at that timer's deadline.
   * @param ms 0 or more, finite.
   * @throws TIME_ARGUMENT when `ms` is out of range.
   */
  advance(ms: number): void {
    const untilMs = this.#until(ms);
    for (let timer = this.#due(untilMs); timer; timer = this.#due(untilMs)) timer.callback();
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /**
   * Like `advance`, and lets promises settle first and after each timer: for code that awaits
   * between its timers. What waits for real input or output is not waited for.
   * @param ms 0 or more, finite.
   * @throws TIME_ARGUMENT (as a rejection) when `ms` is out of range.
   */
  async advanceAsync(ms: number): Promise<void> {
    const untilMs = this.#until(ms);
    await settled();
    for (let timer = this.#due(untilMs); timer; timer = this.#due(untilMs)) {
      timer.callback();
      await settled();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #insert(timer: Timer): Cancel {
    let index = this.#timers.length;
    while (index > 0 && (this.#timers[index - 1] as Timer).atMs > timer.atMs) index--;
    this.#timers.splice(index, 0, timer);
    return () => {
      const found = this.#timers.indexOf(timer);
      if (found >= 0) this.#timers.splice(found, 1);
    };
  }

  #until(ms: number): number {
    if (ms >= 0 && ms < Infinity) return this.#nowMs + ms;
    throw new TickhouseError('TIME_ARGUMENT', `advance takes 0 ms or more, finite; got ${ms}`);
  }

  /** Takes the first timer due by `untilMs` from the list and sets the time to its deadline. */
  #due(untilMs: number): Timer | undefined {
    const first = this.#timers[0];
    if (first === undefined || first.atMs > untilMs) return undefined;
    this.#timers.shift();
    // A timer that advanced the clock itself may have passed this deadline already.
    this.#nowMs = Math.max(this.#nowMs, first.atMs);
    return first;
  }
}

/** Resolves in a new turn of the event loop, when all chains of promises have run dry. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    // Browsers have no setImmediate; there a timer of 0 does it, only slower.
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
