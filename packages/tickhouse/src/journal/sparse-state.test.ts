// A sparse state is the state, byte for byte, and small where the state is empty.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SparseState } from './sparse-state.ts';

/** Any words, with long runs of zeros among them. */
const anyWords = fc
  .array(
    fc.oneof(
      fc.array(fc.integer(), { maxLength: 80 }),
      fc.nat({ max: 200 }).map((length) => new Array<number>(length).fill(0)),
    ),
    { maxLength: 8 },
  )
  .map((runs) => Int32Array.from(runs.flat()));

test('it comes back byte for byte, whatever becomes of what it was made of', () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const bytes = new Uint8Array(words.slice().buffer);
      const sparse = new SparseState(words);
      words.fill(-1);
      expect(sparse.whole()).toEqual(bytes);
      sparse.whole().fill(1);
      expect(sparse.whole()).toEqual(bytes);
    }),
  );
});

test('it takes a bit for each word, and the words that are not zero', () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const used = words.filter((word) => word !== 0).length;
      expect(new SparseState(words).bytes).toBe(4 * (Math.ceil(words.length / 32) + used));
    }),
  );
});
