// The hash of states and schemas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText, hashWords } from './hash.ts';

describe('a hash', () => {
  it('is 16 hexadecimal digits, the first eight those of MurmurHash3 with the seed 9747b28c', () => {
    // From the reference implementation's own vectors.
    expect(hashWords(new Uint32Array(0))).toMatch(/^ebb6c228[0-9a-f]{8}$/);
    fc.assert(
      fc.property(fc.uint32Array(), (words) => {
        expect(hashWords(words)).toMatch(/^[0-9a-f]{16}$/);
        expect(hashWords(words)).toBe(hashWords(words.slice()));
      }),
    );
  });

  it('changes with any one bit, with the order of words, and with zeros at the end', () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 1 }), fc.nat(), fc.nat(31), (words, at, bit) => {
        const other = words.slice();
        const i = at % words.length;
        other[i] = (other[i] as number) ^ (1 << bit);
        expect(hashWords(other)).not.toBe(hashWords(words));
        expect(hashWords(Uint32Array.of(...words, 0))).not.toBe(hashWords(words));
      }),
    );
    expect(hashWords(Uint32Array.of(1, 2))).not.toBe(hashWords(Uint32Array.of(2, 1)));
  });

  it('tells texts apart', () => {
    const texts = ['', 'a', 'b', 'ab', 'ba', 'é', '🐍', '\0', '\0\0'];
    expect(new Set(texts.map(hashText)).size).toBe(texts.length);
  });
});
