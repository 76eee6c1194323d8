// Where what travels lies in the shadow.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape } from '../../../../tests/support/random-shape.ts';
import { grid, hidden, layoutOf, list, Memory, table, u8, u32 } from '../state/index.ts';
import { copyVisible, shadowOf } from './shadow.ts';

test('everything that travels has a place of its own, aligned as in the state, and nothing else has', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const layout = layoutOf(shape);
      const shadow = shadowOf(layout);
      let free = 0;
      const claim = (at: number, end: number, { leaves }: typeof layout.root): void => {
        expect([at >= free, at % 8]).toEqual([true, 0]);
        for (const { offset, bytes, hidden } of leaves) {
          expect(hidden ? offset >= end : offset + bytes <= end).toBe(true);
        }
        free = at + end;
      };
      claim(0, shadow.end, layout.root);
      for (const [index, { rows, stride, end }] of shadow.tables.entries()) {
        const { capacity, row, hidden } = layout.tables[index] as (typeof layout.tables)[number];
        if (hidden) expect([stride, end]).toEqual([0, 0]);
        else for (let slot = 0; slot < capacity; slot++) claim(rows + slot * stride, end, row);
      }
      expect(shadow.bytes - free).toBeOneOf([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(shadowOf(layout)).toBe(shadow);
    }),
  );
});

test('what is hidden is not in it, however large', () => {
  const layout = layoutOf({
    ground: hidden(grid(u8, 200, 200)),
    n: u32,
    t: hidden(table(9, { n: u8 })),
  });
  expect(layout.bytes).toBeGreaterThan(40_000);
  expect(shadowOf(layout).bytes).toBe(8);
});

test('it is filled with what travels of every row', () => {
  const layout = layoutOf({ a: u32, rows: table(3, { b: u8, c: list(u8, 5), d: hidden(u32) }) });
  const shadow = shadowOf(layout);
  const now = new Memory(layout.bytes);
  now.u8.forEach((_, at) => {
    now.u8[at] = at % 251;
  });
  const before = new Memory(shadow.bytes);
  copyVisible(layout, shadow, now, before);
  expect(before.u8.subarray(0, shadow.end)).toEqual(now.u8.subarray(0, shadow.end));
  const [rows] = layout.tables;
  const [shadows] = shadow.tables;
  if (rows === undefined || shadows === undefined) throw new Error('there is one table');
  for (let slot = 0; slot < 3; slot++) {
    const at = shadows.rows + slot * shadows.stride;
    const from = rows.rows + slot * rows.stride;
    const end = shadows.end;
    expect(before.u8.subarray(at, at + end)).toEqual(now.u8.subarray(from, from + end));
  }
});
