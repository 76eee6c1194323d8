// Where between two ticks a frame should be drawn. Ticks arrive with jitter; the time line kept here
// follows them slowly, so that motion stays even.

/** How fast the time line follows: the share of each tick's deviation that it takes over. */
const pull = 0.1;

export class Smoothing {
  readonly #periodMs: number;
  /** When the last tick arrived, on the smoothed time line. */
  #arrivedMs: number | undefined;

  constructor(tickRateHz: number) {
    this.#periodMs = 1000 / tickRateHz;
  }

  /** A message arrived that brought the state `ticks` ticks on. */
  arrived(nowMs: number, ticks: number): void {
    const expected =
      this.#arrivedMs === undefined ? nowMs : this.#arrivedMs + ticks * this.#periodMs;
    const off = nowMs - expected;
    // After a stall, or a change of the route, the old line says nothing.
    this.#arrivedMs = Math.abs(off) > 2 * this.#periodMs ? nowMs : expected + off * pull;
  }

  /** 0 when the last tick has just arrived, 1 when the next one is due. */
  progress(nowMs: number): number {
    if (this.#arrivedMs === undefined) return 1;
    return Math.min(1, Math.max(0, (nowMs - this.#arrivedMs) / this.#periodMs));
  }
}
