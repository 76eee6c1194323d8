// Random schemas for laws: every kind of field, nested and hidden anywhere, records of more than 32
// leaves, tables whose bitmaps end inside, at and behind a word.

import fc from 'fast-check';
import {
  bool,
  type CellField,
  type Field,
  f32,
  f64,
  grid,
  hidden,
  i8,
  i16,
  i32,
  layoutOf,
  list,
  oneOf,
  type ScalarField,
  type Shape,
  struct,
  table,
  text,
  u8,
  u16,
  u32,
} from '../../packages/tickhouse/src/state/index.ts';

type Open = Exclude<Field, { kind: 'hidden' }>;

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `name${i}`);

/** What a list holds or a grid's cell is, of every kind. */
export const cellFields: readonly CellField[] = [
  ...[u8, i8, u16, i16, u32, i32, f32, f64, bool],
  ...[1, 2, 5, 256].map((count) => oneOf(...names(count))),
];

const anyCell: fc.Arbitrary<CellField> = fc.constantFrom(...cellFields);
const anyScalar: fc.Arbitrary<ScalarField> = fc.oneof(
  { weight: 4, arbitrary: anyCell },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }).map(text) },
);
const anyGrid: fc.Arbitrary<Open> = fc
  .tuple(anyCell, fc.constantFrom(1, 3, 8, 20), fc.constantFrom(1, 2, 7, 20))
  .map(([cell, width, height]) => grid(cell, width, height));
const anyList: fc.Arbitrary<Open> = fc
  .tuple(anyCell, fc.constantFrom(1, 2, 7, 64, 300, 700))
  .map(([item, capacity]) => list(item, capacity));

const wideRecord: fc.Arbitrary<Open[]> = fc.array(anyScalar, { minLength: 31, maxLength: 70 });

/** A record's fields; tables are added at the root only. */
function anyRecord(depth: number): fc.Arbitrary<Shape> {
  const nested = depth === 0 ? anyScalar : anyRecord(depth - 1).map((shape) => struct(shape));
  const field: fc.Arbitrary<Open> = fc.oneof(
    { weight: 5, arbitrary: anyScalar },
    { weight: 2, arbitrary: anyList },
    { weight: 2, arbitrary: anyGrid },
    { weight: 2, arbitrary: nested },
  );
  const fields = fc.oneof(
    { weight: 6, arbitrary: fc.array(field, { minLength: 1, maxLength: 6 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(wideRecord, fc.array(field, { maxLength: 4 }))
        .map(([wide, rest]) => [...wide, ...rest]),
    },
  );
  return named(fields);
}

const anyTable: fc.Arbitrary<Open> = fc
  .tuple(fc.constantFrom(1, 2, 31, 32, 33, 200), anyRecord(1))
  .map(([capacity, row]) => table(capacity, row));

/** Gives fields their names, and hides every fifth. */
function named(fields: fc.Arbitrary<Open[]>): fc.Arbitrary<Shape> {
  const veil = fc.integer({ min: 0, max: 4 }).map((face) => face === 4);
  return fields.chain((open) =>
    fc
      .array(veil, { minLength: open.length, maxLength: open.length })
      .map((veils) =>
        Object.fromEntries(
          open.map((field, i) => [`f${i}`, veils[i] === true ? hidden(field) : field]),
        ),
      ),
  );
}

/** A room's whole state, of at most 128 KiB, so that a law can visit many of them. */
export const anyShape: fc.Arbitrary<Shape> = fc
  .tuple(anyRecord(2), named(fc.array(anyTable, { maxLength: 3 })))
  .map(([root, tables]) => ({
    ...root,
    ...Object.fromEntries(Object.entries(tables).map(([name, field]) => [`t${name}`, field])),
  }))
  .filter((shape) => layoutOf(shape).bytes <= 128 * 1024);

export const anySeed: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xffff_ffff });
