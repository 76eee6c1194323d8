// Random choices that a seed repeats, for tests: bots, tokens, ids. A room's own random numbers are
// not these; they lie in its state.

export class Seeded {
  #state: number;

  /** @param seed any 32-bit number */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to 2³² − 1. Source: Tommy Ettinger's mulberry32. */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number from 0 to n − 1; n is 1 to 2³². */
  below(n: number): number {
    return Math.floor((this.word() / 2 ** 32) * n);
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.word() < p * 2 ** 32;
  }

  /** One item of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }
}
