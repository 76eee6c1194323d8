// The words of a schema: what each accepts.
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { bool, grid, hidden, list, oneOf, struct, table, text, u8 } from './field.ts';

describe('a field', () => {
  it('is frozen, so that one schema serves any number of rooms', () => {
    const fields = [u8, bool, oneOf('a', 'b'), text(3), grid(u8, 2, 2), list(u8, 2)];
    for (const field of [...fields, struct({ u8 }), table(2, { u8 }), hidden(u8)]) {
      expect(Object.isFrozen(field)).toBe(true);
    }
    expect(Object.isFrozen(oneOf('a', 'b').values)).toBe(true);
  });

  const sizes: readonly (readonly [what: string, max: number, make: (size: number) => unknown])[] =
    [
      ['the code points of a text', 16_383, (size) => text(size)],
      ['the items of a list', 2 ** 24, (size) => list(u8, size)],
      ['the rows of a table', 65_536, (size) => table(size, { u8 })],
      ['the width of a grid', 2 ** 24, (size) => grid(u8, size, 1)],
      ['the height of a grid', 2 ** 24, (size) => grid(u8, 1, size)],
      ['the cells of a grid', 2 ** 12, (size) => grid(u8, size, 2 ** 12)],
    ];

  it.each(sizes)('holds %s to whole numbers from 1 to %i', (_what, max, make) => {
    for (const good of [1, 2, max]) expect(codeOf(() => make(good))).toBe('nothing');
    for (const bad of [0, -1, 1.5, max + 1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(codeOf(() => make(bad))).toBe('STATE_SCHEMA');
    }
    expect(codeOf(() => make('3' as unknown as number))).toBe('STATE_SCHEMA');
  });

  it('oneOf takes 1 to 256 different names', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);
    expect(oneOf(...names(256)).values).toHaveLength(256);
    expect(oneOf('only').values).toEqual(['only']);
    expect(codeOf(() => oneOf())).toBe('STATE_SCHEMA');
    expect(codeOf(() => oneOf(...names(257)))).toBe('STATE_SCHEMA');
    expect(codeOf(() => oneOf('a', 'b', 'a'))).toBe('STATE_SCHEMA');
  });
});
