// Bytes per second over the last few seconds, in a ring of one count for each second.

const seconds = 5;

export class Traffic {
  readonly #counts: Float64Array = new Float64Array(seconds);
  #second = 0;

  add(nowMs: number, bytes: number): void {
    this.#turnTo(nowMs);
    this.#counts[this.#second % seconds] = (this.#counts[this.#second % seconds] as number) + bytes;
  }

  /** The mean of the whole seconds before this one. */
  perSecond(nowMs: number): number {
    this.#turnTo(nowMs);
    let sum = 0;
    for (let i = 0; i < seconds; i++) {
      if (i !== this.#second % seconds) sum += this.#counts[i] as number;
    }
    return sum / (seconds - 1);
  }

  #turnTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second - this.#second >= seconds) this.#counts.fill(0);
    else for (let s = this.#second + 1; s <= second; s++) this.#counts[s % seconds] = 0;
    this.#second = Math.max(this.#second, second);
  }
}
