// Random numbers whose state is four words of the room's buffer.
// Source: xoshiro128** 1.1 by David Blackman and Sebastiano Vigna; seeded by splitmix32.

import { TickhouseError } from '../errors.ts';
import type { Random } from './definition.ts';

export class BufferRandom implements Random {
  readonly #words: Int32Array;
  readonly #at: number;

  /** The state is `words[at]` to `words[at + 3]`. */
  constructor(words: Int32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  /** @param seed any 32-bit number */
  seed(seed: number): void {
    let state = seed | 0;
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      // The one state that must not be is four zeros: the last bit of the last word is never 0.
      this.#words[this.#at + i] = i === 3 ? (z ^ (z >>> 15)) | 1 : z ^ (z >>> 15);
    }
  }

  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new TickhouseError(
        'GAME_RANDOM',
        `random.int takes 1 to 4294967296, it was given ${n}`,
      );
    }
    // Numbers of the last, incomplete round of n would make small results more likely.
    const limit = 2 ** 32 - (2 ** 32 % n);
    let word = this.#next();
    while (word >= limit) word = this.#next();
    return word % n;
  }

  float(): number {
    const high = this.#next() >>> 5;
    const low = this.#next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  chance(p: number): boolean {
    return this.float() < p;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) {
      throw new TickhouseError('GAME_RANDOM', 'random.pick was given a list without items');
    }
    return items[this.int(items.length)] as T;
  }

  #next(): number {
    const words = this.#words;
    const at = this.#at;
    const b = words[at + 1] as number;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    let c = (words[at + 2] as number) ^ (words[at] as number);
    let d = (words[at + 3] as number) ^ b;
    words[at + 1] = b ^ c;
    words[at] = (words[at] as number) ^ d;
    c ^= b << 9;
    d = rotate(d, 11);
    words[at + 2] = c;
    words[at + 3] = d;
    return result;
  }
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
