// Where everything lies: the same on every machine, named by a hash, nothing over anything else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { anyShape } from '../../../../tests/support/random-shape.ts';
import { checkedLayoutOf as layoutOf } from './check-shape.ts';
import type { Shape } from './field.ts';
import {
  bool,
  f32,
  f64,
  grid,
  hidden,
  i8,
  i16,
  i32,
  list,
  oneOf,
  struct,
  table,
  text,
  u8,
  u16,
  u32,
} from './field.ts';
import { type Layout, type Leaf, rowHeader } from './layout.ts';

describe('a layout', () => {
  it('is the same each time, and shares its hash only with itself', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (a, b) => {
        expect(layoutOf(a)).toEqual(layoutOf(a));
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(layoutOf(a).hash === layoutOf(b).hash).toBe(same);
      }),
    );
  });

  it('has a hash that does not change from one version to the next by accident', () => {
    const { hash, bytes } = layoutOf({
      ground: grid(u8, 50, 25),
      snakes: table(10, { name: text(15), heading: oneOf('up', 'down'), body: list(u16, 1250) }),
      occupied: hidden(grid(bool, 50, 25)),
    });
    expect({ hash, bytes }).toMatchInlineSnapshot(`
      {
        "bytes": 28360,
        "hash": "8fde7e057f8d0ac8",
      }
    `);
  });

  it('changes its hash with every change of its schema', () => {
    const shapes: Shape[] = [
      ...[u8, i8, u16, i16, u32, i32, f32, f64, bool].map((a) => ({ a })),
      ...[oneOf('x'), oneOf('x', 'y'), oneOf('y', 'x'), oneOf('x,y'), oneOf('x","y')].map((a) => ({
        a,
      })),
      { a: text(1) },
      { a: text(2) },
      { a: list(u8, 1) },
      { a: list(u8, 2) },
      { a: list(i8, 2) },
      { a: grid(u8, 2, 3) },
      { a: grid(u8, 3, 2) },
      { a: grid(bool, 3, 2) },
      { a: table(3, { x: u8 }) },
      { a: table(2, { x: u8 }) },
      { a: table(2, { y: u8 }) },
      { a: table(2, { x: hidden(u8) }) },
      { a: hidden(table(2, { x: u8 })) },
      { a: struct({ x: u8, y: u8 }) },
      { a: struct({ y: u8, x: u8 }) },
      { a: struct({ x: u8 }), y: u8 },
      { a: hidden(u8) },
      { b: u8 },
      { a: u8, b: u8 },
      { b: u8, a: u8 },
      { a: u8, b: hidden(u8) },
      {},
    ];
    expect(new Set(shapes.map((shape) => layoutOf(shape).hash)).size).toBe(shapes.length);
  });

  it('aligns every value to its own size, and lays nothing over anything else', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const layout = layoutOf(shape);
        expect(layout.bytes % 8).toBe(0);
        let end = 0;
        for (const [from, to] of spansOf(layout)) {
          expect(from).toBeGreaterThanOrEqual(end);
          end = to;
        }
        expect(end).toBeLessThanOrEqual(layout.bytes);
      }),
    );
  });

  it('gives each visible leaf one bit, in order, and hidden ones none', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const layout = layoutOf(shape);
        for (const record of [layout.root, ...layout.tables.map(({ row }) => row)]) {
          expect(record.visible.map(({ index }) => index)).toEqual([...record.visible.keys()]);
          expect(record.visible).toEqual(record.leaves.filter(({ hidden }) => !hidden));
          expect(record.leaves.every(({ hidden, index }) => hidden === (index === -1))).toBe(true);
        }
      }),
    );
  });

  it('lays what travels before what is hidden', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const layout = layoutOf(shape);
        for (const { leaves } of [layout.root, ...layout.tables.map(({ row }) => row)]) {
          const firstHidden = leaves.findIndex(({ hidden }) => hidden);
          if (firstHidden < 0) continue;
          expect(leaves.slice(firstHidden).every(({ hidden }) => hidden)).toBe(true);
          const from = (leaves[firstHidden] as Leaf).offset;
          for (const { offset, bytes, hidden } of leaves) {
            expect(hidden ? offset >= from : offset + bytes <= from).toBe(true);
          }
        }
      }),
    );
  });

  it('hides everything within what is hidden', () => {
    const layout = layoutOf({
      a: hidden(struct({ b: u8, c: struct({ d: list(u8, 2) }) })),
      t: hidden(table(2, { e: u8, f: struct({ g: grid(u8, 1, 1) }) })),
    });
    expect(layout.root.visible).toEqual([]);
    expect(layout.tables[0]).toMatchObject({ hidden: true, row: { visible: [] } });
  });
});

describe('a schema is refused, STATE_SCHEMA,', () => {
  const badNames = [
    'id',
    'slot',
    'constructor',
    '',
    '1a',
    '_a',
    '$',
    '$1',
    '$$a',
    'a$',
    'a-b',
    'a.b',
    'a b',
    'é',
  ];
  it.each(badNames)('when a field is named %j', (name) => {
    for (const shape of [
      { [name]: u8 },
      { a: struct({ [name]: u8 }) },
      { a: table(1, { [name]: u8 }) },
      { [name]: hidden(u8) },
      { [name]: struct({}) },
      { [name]: table(1, {}) },
    ]) {
      expect(codeOf(() => layoutOf(shape))).toBe('STATE_SCHEMA');
    }
  });

  it('when a field has a name that views use within themselves', () => {
    const names = ['$memory', '$base', '$marks', '$block', '$dirty', '$place', '$children'];
    const codes = [...names, '$dirtyBit', '$detach'].map((name) => {
      const shape = { a: struct({ [name]: u8 }), t: table(1, { [name]: u8 }) };
      return [name, codeOf(() => layoutOf(shape))];
    });
    expect(codes).toEqual(codes.map(([name]) => [name, 'STATE_SCHEMA']));
  });

  it('when its name is __proto__', () => {
    expect(codeOf(() => layoutOf(JSON.parse('{"__proto__": {"kind": "bool"}}')))).toBe(
      'STATE_SCHEMA',
    );
  });

  it('when a table stands in a row, however deep', () => {
    const inner = table(1, { a: u8 });
    for (const row of [
      { inner },
      { deep: struct({ deeper: struct({ inner }) }) },
      { inner: hidden(inner) },
    ]) {
      expect(codeOf(() => layoutOf({ outer: table(1, row) }))).toBe('STATE_SCHEMA');
    }
  });

  it('when something in it is no field', () => {
    for (const wrong of [{}, { kind: 'map' }]) {
      expect(codeOf(() => layoutOf({ wrong } as unknown as Shape))).toBe('STATE_SCHEMA');
    }
  });

  it('when the state would be larger than 1 GiB', () => {
    const gib = { a: table(8, { b: list(f64, 2 ** 24) }) };
    expect(codeOf(() => layoutOf(gib))).toBe('STATE_SCHEMA');
  });

  it('but names that only look like those of views are the author’s to use', () => {
    const names = ['toString', 'hasOwnProperty', 'size', 'length', 'then', 'prototype', 'at'];
    const shape = Object.fromEntries(names.map((name) => [name, u8]));
    expect(layoutOf({ ...shape, t: table(1, shape) }).root.leaves).toHaveLength(names.length);
  });
});

/** From and to of every leaf, header and row header, in ascending order. */
function spansOf(layout: Layout): [from: number, to: number][] {
  const spans: [number, number][] = [];
  const leaves = (list: readonly Leaf[], base: number): void => {
    for (const leaf of list) {
      const size = 2 ** leaf.shift;
      expect((base + leaf.data) % size).toBe(0);
      spans.push([base + leaf.offset, base + leaf.offset + leaf.bytes]);
    }
  };
  leaves(layout.root.leaves, 0);
  for (const table of layout.tables) {
    expect(table.offset % 8).toBe(0);
    expect(table.rows % 8).toBe(0);
    expect(table.bitmap).toBe((table.offset + 8) / 4);
    spans.push([table.offset, table.offset + 8 + 4 * table.bitmapWords]);
    for (let slot = 0; slot < table.capacity; slot++) {
      const base = table.rows + slot * table.stride;
      spans.push([base, base + rowHeader]);
      leaves(table.row.leaves, base);
    }
  }
  return spans;
}
