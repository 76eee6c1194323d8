// Cells, the items of lists and the cells of grids: the same values as scalar fields, and the same
// refusals, whatever stands there before.
import { describe, expect, it } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { extremes, randomCell } from '../../../../tests/support/random-values.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { stubbornValues, wrongValues } from '../../../../tests/support/wrong-values.ts';
import type { CellField, NumberField } from './field.ts';
import { bool, f32, f64, grid, i8, i16, i32, list, oneOf, table, u8, u16, u32 } from './field.ts';
import type { Grid, List } from './view-types.ts';

const numbers = { u8, i8, u16, i16, u32, i32, f32, f64 } as const;
const all: Readonly<Record<string, CellField>> = { ...numbers, bool, oneOf: oneOf('up', 'down') };
const kinds = Object.entries(all);
const numeric = Object.entries<NumberField>(numbers);

/** Every way to write a cell, each with what it writes to; the first item and cell hold `first`. */
function ways(kind: CellField, first: unknown) {
  const room = new TestRoom({
    items: list(kind, 4),
    cells: grid(kind, 3, 2),
    rows: table(2, { items: list(kind, 4), cells: grid(kind, 3, 2) }),
  });
  const row = room.state.rows.addAt(1);
  const writes: [way: string, write: (value: unknown) => void, read: () => unknown][] = [];
  for (const [path, view] of [
    ['', room.state],
    ['rows[1].', row],
  ] as const) {
    const items = view.items as List<unknown>;
    const cells = view.cells as Grid<unknown>;
    items.push(first);
    cells.fill(first);
    writes.push(
      [`${path}items.push`, (value) => items.push(value), () => items.at(-1)],
      [`${path}items.unshift`, (value) => items.unshift(value), () => items.at(0)],
      [`${path}items.set`, (value) => items.set(0, value), () => items.at(0)],
      [`${path}cells.set`, (value) => cells.set(2, 1, value), () => cells.get(2, 1)],
      [`${path}cells.setAt`, (value) => cells.setAt(1, value), () => cells.get(1, 0)],
      [`${path}cells.fill`, (value) => cells.fill(value), () => cells.at(3)],
    );
  }
  return { room, writes };
}

const zeroOf = (kind: CellField) =>
  kind.kind === 'number' ? 0 : kind.kind === 'bool' ? false : kind.values[0];

describe('a cell', () => {
  it.each(numeric)('%s holds its extremes, however it is written', (_name, kind) => {
    for (const value of extremes[kind.type]) {
      for (const [way, write, read] of ways(kind, 1).writes) {
        write(value);
        expect(`${way} ${read()}`).toBe(`${way} ${value}`);
      }
    }
  });

  it.each(kinds)('%s refuses what it cannot hold, and keeps what it has', (_name, kind) => {
    const { room, writes } = ways(kind, randomCell(new Dice(5), kind));
    const before = room.memory.u8.slice();
    for (const [way, write] of writes) {
      const path = way.slice(0, way.lastIndexOf('.'));
      for (const wrong of wrongValues(kind)) {
        const error = errorOf(() => write(wrong));
        expect(`${way} ${typeof wrong} ${error}`).toContain(`STATE_VALUE: ${path}: `);
      }
    }
    expect(room.memory.u8).toEqual(before);
  });

  it('of any kind refuses a bigint, a symbol, a bare object, by code too', () => {
    for (const [name, kind] of kinds) {
      const { room, writes } = ways(kind, zeroOf(kind));
      const before = room.memory.u8.slice();
      const codes = writes.flatMap(([, write]) =>
        stubbornValues.map((wrong) => codeOf(() => write(wrong))),
      );
      expect([name, ...new Set(codes)]).toEqual([name, 'STATE_VALUE']);
      expect(room.memory.u8).toEqual(before);
    }
  });

  const patterns: readonly (readonly [
    name: string,
    held: unknown,
    raw: number,
    kind: CellField,
  ])[] = [
    ['i8', -1, 255, i8],
    ['i16', -1, 65_535, i16],
    ['u32', 4_294_967_295, -1, u32],
    ['bool', true, 1, bool],
    ['bool', false, 0, bool],
    ['oneOf', 'down', 1, oneOf('up', 'down')],
  ];
  it.each(patterns)('%s that holds %s refuses its bit pattern, %s', (_name, held, raw, kind) => {
    const { writes } = ways(kind, held);
    expect(writes.map(([way, write]) => [way, codeOf(() => write(raw))])).toEqual(
      writes.map(([way]) => [way, 'STATE_VALUE']),
    );
  });

  it.each(numeric)('%s stores −0 as 0', (_name, kind) => {
    const { room, writes } = ways(kind, 1);
    const got = writes.map(([way, write, read]) => {
      write(-0);
      return [way, Object.is(read(), 0)];
    });
    expect(got).toEqual(writes.map(([way]) => [way, true]));
    checkInvariants(room.layout, room.memory);
  });

  it('f32 rounds to single precision, and what rounds to −0 is 0', () => {
    for (const [way, write, read] of ways(f32, 1).writes) {
      write(0.1);
      expect([way, read()]).toEqual([way, Math.fround(0.1)]);
      if (way.endsWith('push')) continue;
      write(-1e-50);
      expect([way, Object.is(read(), 0)]).toEqual([way, true]);
    }
  });
});
