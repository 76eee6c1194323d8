// One callback at a fixed rate on a clock: the smallest thing that ticks. It stands apart from the
// host's scheduler, which keeps many rooms on one timer; both take their deadlines from FixedStep.

import type { Cancel, Clock } from './clock.ts';
import { FixedStep } from './fixed-step.ts';
import type { Lateness } from './lateness.ts';

/** What a `Loop` runs, on what, how often. */
export interface LoopOptions {
  readonly clock: Clock;
  /** Steps per second, 0.000001 to 1,000,000; may be fractional. */
  readonly rateHz: number;
  /**
   * The callback, synchronous; `tick` counts its calls from 0. A skipped step has no number: a tick
   * is a step of the game, not of the wall clock.
   */
  readonly step: (tick: number) => void;
  /** The most steps in one go after a stall; a whole number, 1 to 1,000; default 5. */
  readonly catchUpMax?: number | undefined;
}

/**
 * A running loop. It lives once: from `Loop.start` to `stop` or to the first throw of its step.
 * Between two goes it always lets the event loop turn, however late it is.
 */
export class Loop {
  /**
   * Resolves when the loop was stopped; rejects with what the step threw, which also stops the
   * loop. If nobody handles that, it is an unhandled rejection, and Node's default for those is to
   * exit.
   */
  readonly done: Promise<void>;
  readonly #clock: Clock;
  readonly #step: (tick: number) => void;
  readonly #schedule: FixedStep;
  #resolve!: () => void;
  #reject!: (error: unknown) => void;
  #cancel: Cancel;
  #running = true;
  #tick = 0;

  /**
   * Starts a loop; its first step is due one period from now.
   * @throws TIME_ARGUMENT when `rateHz` or `catchUpMax` is out of range.
   */
  static start(options: LoopOptions): Loop {
    return new Loop(options);
  }

  private constructor({ clock, rateHz, step, catchUpMax }: LoopOptions) {
    this.#clock = clock;
    this.#step = step;
    this.#schedule = new FixedStep({ rateHz, startMs: clock.now(), catchUpMax });
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#cancel = this.#arm();
  }

  /** Whether further steps will come. */
  get running(): boolean {
    return this.#running;
  }

  /** How many steps ran and were skipped, and how late they were; `read()` and `reset()` it. */
  get lateness(): Lateness {
    return this.#schedule.lateness;
  }

  /** No step begins after this, also when called from within a step. Harmless when repeated. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#cancel();
    // Not at once: the step that called this may yet throw, and its throw must win.
    queueMicrotask(this.#resolve);
  }

  readonly #wake = (): void => {
    try {
      let left = this.#schedule.take(this.#clock.now());
      for (; left > 0 && this.#running; left--) this.#step(this.#tick++);
      if (this.#running) this.#cancel = this.#arm();
    } catch (error) {
      this.#running = false;
      this.#reject(error);
    }
  };

  #arm(): Cancel {
    return this.#clock.at(this.#schedule.dueAt, this.#wake);
  }
}
