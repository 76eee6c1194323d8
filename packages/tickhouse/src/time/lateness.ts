// How late steps ran, in a structure of fixed size that allocates nothing when it records. It
// stands apart from the schedule so that many schedules can share one picture.

/** What a `Lateness` has seen since it was made or reset. All zero before the first step. */
export interface LatenessStats {
  /** Steps that were run. */
  readonly ran: number;
  /** Steps that were given up, because their schedule was too far behind. */
  readonly skipped: number;
  /** The latest step, in ms; exact. */
  readonly maxMs: number;
  /** The average of all steps that ran, in ms; exact. */
  readonly meanMs: number;
  /** Half of the steps were no later than this, in ms; at most 9 % or 0.016 ms too high. */
  readonly p50Ms: number;
  /** 99 of 100 steps were no later than this, in ms; at most 9 % or 0.016 ms too high. */
  readonly p99Ms: number;
}

// The histogram: 8 buckets to the octave, from 2⁻⁶ ms (16 µs) to 2¹⁵ ms (33 s).
//
//   bucket 0             0 … 2⁻⁶ ms
//   bucket i, 1 … 168    2^(−6 + (i−1)/8) … 2^(−6 + i/8) ms, a width of 9 %
//   bucket 169           beyond, read as the maximum
const lowestExponent = -6;
const bucketsPerOctave = 8;
const octaves = 21;
const lastBucket = 1 + octaves * bucketsPerOctave;

/** Counts and a histogram of lateness: 1.4 kB, whatever the number of steps. */
export class Lateness {
  #ran = 0;
  #skipped = 0;
  #maxMs = 0;
  #sumMs = 0;
  /** Doubles, since a shared one would overflow 32 bits within a day: 1,000 rooms at 60 Hz. */
  readonly #buckets: Float64Array = new Float64Array(lastBucket + 1);

  /** Notes one step that ran `lateMs` after its deadline; 0 or more, finite. */
  record(lateMs: number): void {
    this.#ran += 1;
    this.#sumMs += lateMs;
    if (lateMs > this.#maxMs) this.#maxMs = lateMs;
    const index = bucketOf(lateMs);
    this.#buckets[index] = (this.#buckets[index] as number) + 1;
  }

  /** Notes `count` steps that were given up. */
  skip(count: number): void {
    this.#skipped += count;
  }

  /** What was seen so far, as a copy. */
  read(): LatenessStats {
    return {
      ran: this.#ran,
      skipped: this.#skipped,
      maxMs: this.#maxMs,
      meanMs: this.#ran === 0 ? 0 : this.#sumMs / this.#ran,
      p50Ms: this.#quantile(0.5),
      p99Ms: this.#quantile(0.99),
    };
  }

  /** Forgets everything: `read` then `reset` gives the figures of an interval. */
  reset(): void {
    this.#ran = 0;
    this.#skipped = 0;
    this.#maxMs = 0;
    this.#sumMs = 0;
    this.#buckets.fill(0);
  }

  /** The upper bound of the bucket that holds the step of that rank, so never too low. */
  #quantile(share: number): number {
    let left = Math.ceil(this.#ran * share);
    if (left === 0) return 0;
    for (let index = 0; index < lastBucket; index++) {
      left -= this.#buckets[index] as number;
      if (left <= 0) {
        return Math.min(this.#maxMs, 2 ** (lowestExponent + index / bucketsPerOctave));
      }
    }
    return this.#maxMs;
  }
}

function bucketOf(lateMs: number): number {
  if (!(lateMs > 2 ** lowestExponent)) return 0;
  const index = 1 + Math.floor((Math.log2(lateMs) - lowestExponent) * bucketsPerOctave);
  return Math.min(index, lastBucket);
}
