// Text in the buffer against the platform's own encoder.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureText, notWellFormed, readText, tooLong, writeText } from './utf8.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('text', () => {
  it('is written as the platform writes UTF-8, and read back', () => {
    fc.assert(
      fc.property(anyText, fc.nat(9), (value, at) => {
        const wanted = new TextEncoder().encode(value);
        expect(measureText(value, 40)).toBe(wanted.length);
        const target = new Uint8Array(at + wanted.length + 3).fill(7);
        writeText(target, at, value);
        expect(target).toEqual(Uint8Array.from([...Array(at).fill(7), ...wanted, 7, 7, 7]));
        expect(readText(target, at, at + wanted.length)).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('says whether any byte changed', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const target = new Uint8Array(160);
        expect(writeText(target, 0, before)).toBe(/[^\0]/.test(before));
        const copy = target.slice();
        expect(writeText(target, 0, after)).toBe(Buffer.compare(copy, target) !== 0);
      }),
    );
  });

  it('is measured in code points, not in UTF-16 units', () => {
    expect(measureText('🐍🐍🐍', 3)).toBe(12);
    expect(measureText('🐍🐍🐍', 2)).toBe(tooLong);
    expect(measureText('aé漢🐍', 4)).toBe(1 + 2 + 3 + 4);
    expect(measureText('', 1)).toBe(0);
  });

  it('with a lone surrogate is not well formed, wherever it stands', () => {
    for (const lone of [
      '\ud800',
      '\udfff',
      'a\ud83d',
      '\udc0da',
      '\ud83d\ud83d\udc0d',
      '\ud83da',
    ]) {
      expect(measureText(lone, 9)).toBe(notWellFormed);
    }
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((u) => String.fromCharCode(u)) }),
        (value) => {
          // The platform's encoder puts U+FFFD where a surrogate stands alone.
          const kept = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
            new TextEncoder().encode(value),
          );
          expect(measureText(value, 1000) === notWellFormed).toBe(kept !== value);
        },
      ),
    );
  });

  it('keeps a byte order mark, as any other code point', () => {
    const target = new Uint8Array(4);
    writeText(target, 0, '\ufeffa');
    expect(readText(target, 0, 4)).toBe('\ufeffa');
  });
});
