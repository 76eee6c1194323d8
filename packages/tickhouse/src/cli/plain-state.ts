// A state as plain values, for JSON: a table as its rows with their slots, a list as an array, a grid as
// an array of its rows.

import type { Shape } from '../state/index.ts';

type Field = Shape[string];
type Fields = Readonly<Record<string, unknown>>;

export function plainState(shape: Shape, view: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, plain(field, (view as Fields)[name])]),
  );
}

function plain(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case 'hidden':
      return plain(field.field, value);
    case 'struct':
      return plainState(field.shape, value);
    case 'table':
      return [...(value as Iterable<{ readonly slot: number }>)].map((row) => ({
        slot: row.slot,
        ...plainState(field.row, row),
      }));
    case 'list': {
      const { length } = value as { readonly length: number };
      return Array.from({ length }, (_, i) => (value as { at(i: number): unknown }).at(i));
    }
    case 'grid': {
      const grid = value as { readonly width: number; readonly height: number } & {
        get(x: number, y: number): unknown;
      };
      return Array.from({ length: grid.height }, (_, y) =>
        Array.from({ length: grid.width }, (__, x) => grid.get(x, y)),
      );
    }
    default:
      return value;
  }
}
