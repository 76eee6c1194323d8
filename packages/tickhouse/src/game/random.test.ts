// A room's random numbers: the reference generator's own, even, and kept in the buffer.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { BufferRandom } from './random.ts';

const anyWord = fc.integer({ min: 0, max: 0xffff_ffff });

/** xoshiro128** 1.1 and splitmix32 in BigInt, written from their descriptions, not from ours. */
class Reference {
  words: bigint[];

  constructor(words: readonly bigint[]) {
    this.words = [...words];
  }

  static seeded(seed: number): Reference {
    let state = BigInt(seed);
    const words = [0, 1, 2, 3].map(() => {
      state = low32(state + 0x9e3779b9n);
      let z = state;
      z = low32((z ^ (z >> 16n)) * 0x21f0aaadn);
      z = low32((z ^ (z >> 15n)) * 0x735a2d97n);
      return z ^ (z >> 15n);
    });
    return new Reference(words.map((word, i) => (i === 3 ? word | 1n : word)));
  }

  next(): bigint {
    const [s0, s1, s2, s3] = this.words as [bigint, bigint, bigint, bigint];
    const result = low32(rotate(low32(s1 * 5n), 7n) * 9n);
    const c = s2 ^ s0;
    const d = s3 ^ s1;
    this.words = [s0 ^ d, s1 ^ c, c ^ low32(s1 << 9n), rotate(d, 11n)];
    return result;
  }
}

const low32 = (x: bigint): bigint => x & 0xffff_ffffn;
const rotate = (x: bigint, by: bigint): bigint => low32(x << by) | (x >> (32n - by));

function made(seed: number): { random: BufferRandom; words: Int32Array } {
  const words = new Int32Array(6);
  const random = new BufferRandom(words, 1);
  random.seed(seed);
  return { random, words };
}

describe('random', () => {
  test('gives the numbers of xoshiro128** for any state', () => {
    fc.assert(
      fc.property(fc.tuple(anyWord, anyWord, anyWord, anyWord), (state) => {
        const words = Int32Array.from([0, ...state, 0]);
        const random = new BufferRandom(words, 1);
        const reference = new Reference(state.map(BigInt));
        for (let i = 0; i < 20; i++) {
          expect(BigInt(random.int(2 ** 32))).toBe(reference.next());
        }
        expect([...words.subarray(1, 5)].map((word) => BigInt(word >>> 0))).toEqual(
          reference.words,
        );
        expect([words[0], words[5]]).toEqual([0, 0]);
      }),
    );
  });

  test('gives the first numbers that the reference gives for the state 1, 2, 3, 4', () => {
    const random = new BufferRandom(Int32Array.from([1, 2, 3, 4]), 0);
    const first = Array.from({ length: 6 }, () => random.int(2 ** 32));
    expect(first).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  test('is seeded by splitmix32, and never with four zeros', () => {
    fc.assert(
      fc.property(anyWord, (seed) => {
        const { words } = made(seed);
        const reference = Reference.seeded(seed).words;
        expect([...words.subarray(1, 5)].map((word) => BigInt(word >>> 0))).toEqual(reference);
        expect((words[4] as number) & 1).toBe(1);
      }),
    );
  });

  test('goes on where its words in the buffer say, whoever reads them', () => {
    fc.assert(
      fc.property(anyWord, fc.integer({ min: 0, max: 50 }), (seed, before) => {
        const { random, words } = made(seed);
        for (let i = 0; i < before; i++) random.float();
        const other = new BufferRandom(words.slice(), 1);
        expect([random.float(), random.int(6), random.chance(0.5)]).toEqual([
          other.float(),
          other.int(6),
          other.chance(0.5),
        ]);
      }),
    );
  });

  test('spreads int(n) evenly, whatever n: chi-squared within 5 sigma', () => {
    for (const n of [2, 3, 5, 6, 7, 10, 52, 100, 255]) {
      const { random } = made(n);
      const counts = new Float64Array(n);
      const draws = 400 * n;
      for (let i = 0; i < draws; i++) {
        const at = random.int(n);
        counts[at] = (counts[at] as number) + 1;
      }
      const expected = draws / n;
      const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(Math.abs(chi - (n - 1))).toBeLessThan(5 * Math.sqrt(2 * (n - 1)) + 3);
    }
  });

  test('does not favour the lower results of int(n) where n does not divide 2³²', () => {
    const n = 3 * 2 ** 30;
    const { random } = made(4);
    let low = 0;
    for (let i = 0; i < 9_000; i++) if (random.int(n) < 2 ** 30) low++;
    // By modulo alone the lowest third would come up half of the time.
    expect(low / 9_000).toBeGreaterThan(0.3);
    expect(low / 9_000).toBeLessThan(0.37);
  });

  test('gives floats from 0 to below 1 with 53 bits', () => {
    const { random } = made(9);
    const floats = Array.from({ length: 10_000 }, () => random.float());
    expect(Math.min(...floats)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...floats)).toBeLessThan(1);
    const mean = floats.reduce((sum, float) => sum + float, 0) / floats.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(floats.every((float) => Number.isInteger(float * 2 ** 53))).toBe(true);
    expect(floats.some((float) => !Number.isInteger(float * 2 ** 52))).toBe(true);
  });

  test('is certain at chance 1, and never true at chance 0', () => {
    const { random } = made(1);
    for (let i = 0; i < 1_000; i++)
      expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
  });

  test('picks every item of a list, and each of them as often', () => {
    const { random } = made(3);
    const counts = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 3_000; i++) counts[random.pick(['a', 'b', 'c'] as const)]++;
    for (const count of Object.values(counts)) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])('refuses int(%s): GAME_RANDOM', (n) => {
    expect(codeOf(() => made(1).random.int(n))).toBe('GAME_RANDOM');
  });

  test('gives 0 for int(1), and refuses to pick from nothing', () => {
    expect(made(1).random.int(1)).toBe(0);
    expect(codeOf(() => made(1).random.pick([]))).toBe('GAME_RANDOM');
  });
});
