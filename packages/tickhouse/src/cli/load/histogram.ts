// Times in ms, counted in tenths: quantiles that are true to 0.1 ms, in 40 kB whatever the number.

const bucketMs = 0.1;
/** Up to a second; what is above counts as the greatest. */
const buckets = 10_000;

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export class Histogram {
  readonly #counts: Uint32Array = new Uint32Array(buckets);
  #count = 0;
  #max = 0;

  record(ms: number): void {
    const at = Math.min(buckets - 1, Math.max(0, Math.floor(ms / bucketMs)));
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#count++;
    if (ms > this.#max) this.#max = ms;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#max = 0;
  }

  /** undefined where nothing was recorded. */
  read(): Quantiles | undefined {
    if (this.#count === 0) return undefined;
    return { p50: this.#quantile(0.5), p99: this.#quantile(0.99), max: this.#max };
  }

  /** The middle of the bucket in which that share is reached. */
  #quantile(share: number): number {
    let left = Math.ceil(this.#count * share);
    for (let at = 0; at < buckets - 1; at++) {
      left -= this.#counts[at] as number;
      if (left <= 0) return Math.min(this.#max, (at + 0.5) * bucketMs);
    }
    return this.#max;
  }
}
