// A row in hand is that row or an error, never another: what happens to views when rows go.
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
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

const scalars = { u8, i8, u16, i16, u32, i32, f32, f64, bool, name: text(4) } as const;
const fields = {
  ...scalars,
  way: oneOf('up', 'down'),
  items: list(u16, 4),
  cells: grid(u8, 2, 2),
  secret: hidden(u8),
  deep: struct({ ...scalars, items: list(bool, 4), deeper: struct({ cells: grid(f64, 2, 2) }) }),
} as const;
const roomOf = () => new TestRoom({ rows: table(40, fields) });
type AnyRow = ReturnType<ReturnType<typeof roomOf>['state']['rows']['add']>;

/** Every use of a row, by what it does; the composites are taken while the row is there. */
function usesOf(row: AnyRow): Record<string, () => unknown> {
  const { items, cells, deep } = row;
  const { deeper, items: deepItems } = deep;
  const deepCells = deeper.cells;
  const uses: Record<string, () => unknown> = {
    'its id': () => row.id,
    'a hidden scalar': () => row.secret,
    'the length of a list': () => items.length,
    'an item': () => items.at(0),
    'setting an item': () => items.set(0, 1),
    push: () => items.push(1),
    pop: () => items.pop(),
    shift: () => items.shift(),
    unshift: () => items.unshift(1),
    'clearing a list': () => items.clear(),
    'a cell': () => cells.get(0, 0),
    'a cell by index': () => cells.at(0),
    'setting a cell': () => cells.set(0, 0, 1),
    'setting a cell by index': () => cells.setAt(0, 1),
    'filling a grid': () => cells.fill(1),
    'an item in a struct': () => deepItems.at(-1),
    'a push in a struct': () => deepItems.push(true),
    'a cell in a struct': () => deepCells.at(3),
    'setting a cell in a struct': () => deepCells.set(1, 1, 0.5),
  };
  for (const name of Object.keys(scalars) as (keyof typeof scalars)[]) {
    const value = row[name];
    uses[`reading ${name}`] = () => row[name];
    uses[`writing ${name}`] = () => Object.assign(row, { [name]: value });
    uses[`reading ${name} in a struct`] = () => deep[name];
    uses[`writing ${name} in a struct`] = () => Object.assign(deep, { [name]: value });
  }
  uses['reading a oneOf'] = () => row.way;
  uses['writing a oneOf'] = () => Object.assign(row, { way: 'down' });
  return uses;
}

describe('a removed row', () => {
  const ways: readonly (readonly [
    how: string,
    remove: (room: ReturnType<typeof roomOf>, row: AnyRow) => void,
  ])[] = [
    ['by remove', ({ state }, row) => state.rows.remove(row)],
    ['by clear', ({ state }) => state.rows.clear()],
    [
      'in a loop, its slot taken over',
      ({ state }, row) => {
        for (const each of state.rows) state.rows.remove(each);
        fillRow(state.rows.addAt(row.slot));
      },
    ],
  ];

  it.each(ways)('%s, refuses every use and changes nothing', (_how, remove) => {
    const room = roomOf();
    const row = room.state.rows.addAt(35);
    fillRow(row);
    const uses = usesOf(row);
    for (const [what, use] of Object.entries(uses))
      expect([what, codeOf(use)]).toEqual([what, 'nothing']);
    remove(room, row);
    const before = room.memory.u8.slice();
    for (const [what, use] of Object.entries(uses)) {
      expect([what, codeOf(use)]).toEqual([what, 'STATE_ROW_GONE']);
    }
    expect(codeOf(() => room.state.rows.remove(row))).toBe('STATE_ROW_GONE');
    expect(room.memory.u8).toEqual(before);
  });

  it('still says which slot it had, and its composites how large they are', () => {
    const { rows } = roomOf().state;
    const row = rows.addAt(7);
    rows.remove(row);
    expect([row.slot, row.items.capacity, row.cells.width]).toEqual([7, 4, 2]);
  });

  it('leaves no byte of it', () => {
    const room = roomOf();
    const row = room.state.rows.addAt(3);
    const { id } = row;
    const empty = room.memory.u8.slice();
    fillRow(row);
    room.state.rows.remove(row);
    const left = room.memory.u8.slice();
    const table = room.layout.tables[0];
    if (table === undefined) throw new Error('no table');
    left.fill(0, table.offset + 4, table.offset + 8); // the count of rows ever added
    expect(left.every((byte) => byte === 0)).toBe(true);
    expect(room.state.rows.get(id)).toBeUndefined();
    expect(room.state.rows.addAt(3).id).not.toBe(id);
    expect(empty).toHaveLength(left.length);
  });
});

describe('rows in hand', () => {
  it('never alias: each keeps its own values, whatever is looked up and walked over meanwhile', () => {
    const { rows } = roomOf().state;
    const held = Array.from({ length: 40 }, () => rows.add());
    for (const [i, row] of held.entries()) {
      row.u32 = i;
      row.deep.i16 = -i;
      row.items.push(i);
      row.deep.deeper.cells.set(1, 0, i / 2);
      for (const other of rows) void other.u32;
      void rows.at((i * 7) % 40)?.u32;
    }
    for (const [i, row] of held.entries()) {
      expect([row.u32, row.deep.i16, row.items.at(0), row.deep.deeper.cells.at(1)]).toEqual([
        i,
        -i || 0,
        i,
        i / 2,
      ]);
      expect(rows.get(row.id)).toBe(row);
    }
    expect(new Set(held).size).toBe(40);
  });

  it('are told apart though one took over the other’s slot', () => {
    const { rows } = roomOf().state;
    const old = rows.add();
    old.u8 = 1;
    rows.remove(old);
    const young = rows.add();
    young.u8 = 2;
    expect(young.slot).toBe(old.slot);
    expect(codeOf(() => old.u8)).toBe('STATE_ROW_GONE');
    expect(young.u8).toBe(2);
  });
});

function fillRow(row: AnyRow): void {
  row.u8 = row.u16 = row.u32 = row.i8 = row.i16 = row.i32 = 7;
  row.f32 = row.f64 = 0.5;
  row.bool = true;
  row.name = '🐍';
  row.way = 'down';
  row.secret = 9;
  row.items.push(1);
  row.items.push(2);
  row.items.push(3);
  row.cells.fill(5);
  row.deep.name = 'deep';
  row.deep.items.push(true);
  row.deep.deeper.cells.fill(1.5);
}
