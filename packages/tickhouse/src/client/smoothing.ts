// The moment that a frame should show, in ticks. Messages come a little early or late; this moment runs
// evenly, is pulled gently to where it should be, and lies at most two ticks behind the state.

/** How fast it is pulled: the time in which most of a deviation is gone. */
const pullMs = 250;
/** It stays so far behind that a tick which comes a little late still is in time. */
const slackMs = 12;

export class Smoothing {
  readonly #ticksPerMs: number;
  #tick = 0;
  #arrivedMs: number = Number.NEGATIVE_INFINITY;
  #moment = 0;
  #askedMs = 0;

  constructor(tickRateHz: number) {
    this.#ticksPerMs = tickRateHz / 1000;
  }

  /** A message brought the state to this tick. */
  arrived(nowMs: number, tick: number): void {
    this.#tick = tick;
    this.#arrivedMs = nowMs;
  }

  /** From `tick − 2` to `tick`; it never goes back. */
  moment(nowMs: number): number {
    const tick = this.#tick;
    const elapsedMs = nowMs - this.#askedMs;
    this.#askedMs = nowMs;
    const due = tick - 1 + (nowMs - this.#arrivedMs - slackMs) * this.#ticksPerMs;
    const off = due - this.#moment - elapsedMs * this.#ticksPerMs;
    // After a stall there is nothing to be smooth about.
    const pulled = Math.abs(off) > 2 ? due : due - off * Math.exp(-elapsedMs / pullMs);
    this.#moment = Math.min(tick, Math.max(tick - 2, this.#moment, pulled));
    return this.#moment;
  }
}
