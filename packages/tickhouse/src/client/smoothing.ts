// The moment that a frame should show, in ticks. Messages come a little early or late; this moment runs
// evenly, is pulled gently to where it should be, and lies at most two messages behind the state.

import type { Blueprint } from '../game/index.ts';

/** How fast it is pulled: the time in which most of a deviation is gone. */
const pullMs = 250;
/** It stays so far behind that a tick which comes a little late still is in time. */
const slackMs = 12;

type Rates = Pick<Blueprint, 'tickRateHz' | 'sendRateHz'>;

export class Smoothing {
  readonly #ticksPerMs: number;
  /** From one message to the next, in ticks. */
  readonly #span: number;
  #tick = 0;
  #arrivedMs: number = Number.NEGATIVE_INFINITY;
  #moment = 0;
  #askedMs = 0;

  constructor({ tickRateHz, sendRateHz }: Rates) {
    this.#ticksPerMs = tickRateHz / 1000;
    this.#span = tickRateHz / sendRateHz;
  }

  /** A message brought the state to this tick. */
  arrived(nowMs: number, tick: number): void {
    this.#tick = tick;
    this.#arrivedMs = nowMs;
  }

  /** From two messages before `tick` to `tick`; it never goes back. */
  moment(nowMs: number): number {
    const tick = this.#tick;
    const span = this.#span;
    const elapsedMs = nowMs - this.#askedMs;
    this.#askedMs = nowMs;
    const due = tick - span + (nowMs - this.#arrivedMs - slackMs) * this.#ticksPerMs;
    const off = due - this.#moment - elapsedMs * this.#ticksPerMs;
    // After a stall there is nothing to be smooth about.
    const pulled = Math.abs(off) > 2 * span ? due : due - off * Math.exp(-elapsedMs / pullMs);
    this.#moment = Math.min(tick, Math.max(tick - 2 * span, this.#moment, pulled));
    return this.#moment;
  }
}
