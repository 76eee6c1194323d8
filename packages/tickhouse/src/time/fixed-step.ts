// The arithmetic of one fixed-timestep schedule: which steps are due, which are given up. It stands
// apart from any clock or timer, so that a loop and a scheduler of many rooms share it. After Glenn
// Fiedler, "Fix Your Timestep!" (2004), with absolute deadlines in place of an accumulator.

import { TickhouseError } from '../errors.ts';
import { Lateness } from './lateness.ts';

/** What a `FixedStep` is made of. */
export interface FixedStepOptions {
  /** Steps per second, 0.000001 (one in 11.6 days) to 1,000,000; may be fractional. */
  readonly rateHz: number;
  /** Where the grid of deadlines begins, in ms on the caller's clock. */
  readonly startMs: number;
  /** The most steps that one `take` hands out; a whole number, 1 to 1,000; default 5. */
  readonly catchUpMax?: number | undefined;
  /** Where lateness is noted; default a fresh one. Give one to many schedules to add them up. */
  readonly lateness?: Lateness | undefined;
}

const rateHzMin = 1e-6;
const rateHzMax = 1e6;
const catchUpMaxLimit = 1000;

/**
 * A schedule of steps; the n-th (from 1) is due n periods after `startMs`. Deadlines are computed
 * from n, not from the one before, so they do not drift. Who is late gets the missed steps handed
 * out together, the oldest first, up to `catchUpMax`; the rest is given up and counted, and the
 * next deadline is again a point of the same grid, ahead of now. So a stall costs game time once,
 * instead of growing into a spiral.
 */
export class FixedStep {
  /** Where this schedule notes how late its steps ran, and how many it gave up. */
  readonly lateness: Lateness;
  readonly #rateHz: number;
  readonly #startMs: number;
  readonly #catchUpMax: number;
  /** How many deadlines have passed and were dealt with. */
  #passed = 0;

  /** @throws TIME_ARGUMENT when an option is out of its range. */
  constructor({ rateHz, startMs, catchUpMax = 5, lateness = new Lateness() }: FixedStepOptions) {
    if (!(rateHz >= rateHzMin && rateHz <= rateHzMax)) {
      refuse(`rateHz must be ${rateHzMin} to ${rateHzMax}, got ${rateHz}`);
    }
    if (!Number.isFinite(startMs)) refuse(`startMs must be finite, got ${startMs}`);
    if (!Number.isInteger(catchUpMax) || catchUpMax < 1 || catchUpMax > catchUpMaxLimit) {
      refuse(`catchUpMax must be a whole number, 1 to ${catchUpMaxLimit}, got ${catchUpMax}`);
    }
    this.lateness = lateness;
    this.#rateHz = rateHz;
    this.#startMs = startMs;
    this.#catchUpMax = catchUpMax;
  }

  /** The deadline of the next step, in ms on the caller's clock; `take` before it gives 0. */
  get dueAt(): number {
    return this.#deadline(this.#passed + 1);
  }

  /**
   * How many steps to run now, 0 to `catchUpMax`; they count as run. Notes how late each of them
   * is, and how many were given up. A `nowMs` before the last one is answered with 0.
   * @param nowMs the time on the clock that `startMs` was read from; finite.
   */
  take(nowMs: number): number {
    if (!(nowMs >= this.dueAt)) return 0;

    // The quotient may round across a deadline: the deadline itself decides.
    let reached = Math.floor(((nowMs - this.#startMs) * this.#rateHz) / 1000);
    while (this.#deadline(reached) > nowMs) reached -= 1;
    while (this.#deadline(reached + 1) <= nowMs) reached += 1;

    const due = reached - this.#passed;
    const steps = Math.min(due, this.#catchUpMax);
    for (let step = 1; step <= steps; step++) {
      this.lateness.record(nowMs - this.#deadline(this.#passed + step));
    }
    if (due > steps) this.lateness.skip(due - steps);
    this.#passed = reached;
    return steps;
  }

  /**
   * Multiplied before it is divided, so that whole seconds come out exact: 60 steps at 60 Hz are
   * 1000 ms, while n × 16.666… is off by a bit at every third second, and a step short in a test.
   */
  #deadline(n: number): number {
    return this.#startMs + (n * 1000) / this.#rateHz;
  }
}

function refuse(message: string): never {
  throw new TickhouseError('TIME_ARGUMENT', message);
}
