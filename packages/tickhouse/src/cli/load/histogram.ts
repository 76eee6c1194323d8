// Times in ms, counted in tenths up to a second and in steps of a hundredth above: quantiles that are
// true to so much, in 50 kB whatever the number.

const bucketMs = 0.1;
const fineBuckets = 10_000;
const fineMs = bucketMs * fineBuckets;
const step = 1.01;
/** Up to six hours; what is above counts as the greatest. */
const coarseBuckets = 1_000;

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export class Histogram {
  readonly #counts: Uint32Array = new Uint32Array(fineBuckets + coarseBuckets);
  #count = 0;
  #max = 0;

  record(ms: number): void {
    const at = bucketOf(ms);
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
    for (let at = 0; at < this.#counts.length - 1; at++) {
      left -= this.#counts[at] as number;
      if (left <= 0) return Math.min(this.#max, middleOf(at));
    }
    return this.#max;
  }
}

function bucketOf(ms: number): number {
  if (ms < fineMs) return Math.max(0, Math.floor(ms / bucketMs));
  const coarse = Math.floor(Math.log(ms / fineMs) / Math.log(step));
  return fineBuckets + Math.min(coarseBuckets - 1, coarse);
}

function middleOf(bucket: number): number {
  if (bucket < fineBuckets) return (bucket + 0.5) * bucketMs;
  return fineMs * step ** (bucket - fineBuckets + 0.5);
}
