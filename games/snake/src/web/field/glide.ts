// The moment that a frame shows, in ticks. Messages come a little early or late; this moment runs
// evenly, is pulled gently to where it should be, and lies at most two ticks behind the state.

import type { SnakeRoom } from '../entry.ts';

/** How fast it is pulled: the time in which most of a deviation is gone. */
const pullMs = 250;
/** It stays so far behind the state that a tick which comes a little late still is in time. */
const slackMs = 12;

export class Glide {
  #shown = 0;
  #lastMs = 0;

  /** How far behind the state the frame is, in ticks: 0 to 2. */
  behind(
    { tick, tickRate }: Pick<SnakeRoom, 'tick' | 'tickRate'>,
    progress: number,
    nowMs: number,
  ): number {
    const elapsedMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    const wanted = tick - 1 + progress - (slackMs * tickRate) / 1000;
    const shown = this.#shown + (elapsedMs * tickRate) / 1000;
    const off = wanted - shown;
    // After a stall there is nothing to be smooth about.
    this.#shown = Math.abs(off) > 2 ? wanted : shown + off * (1 - Math.exp(-elapsedMs / pullMs));
    this.#shown = Math.min(tick, Math.max(tick - 2, this.#shown));
    return tick - this.#shown;
  }
}
