// Comparison decides: what was only touched, or came back to what it was, is no change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { bool, f64, grid, list, oneOf, struct, table, text, u8, u16 } from '../state/index.ts';

const fields = {
  number: u8,
  precise: f64,
  flag: bool,
  way: oneOf('up', 'down'),
  name: text(5),
  items: list(u16, 300),
  few: list(f64, 3),
  cells: grid(u8, 40, 40),
  deep: struct({ number: u16, items: list(bool, 4), cells: grid(f64, 2, 2) }),
};
const shape = { ...fields, rows: table(33, fields), others: table(3, { number: u8 }) };
const roomOf = () => {
  const room = new TestRoom(shape);
  room.state.rows.addAt(32);
  for (const view of places(room)) {
    view.number = 5;
    view.name = 'ann';
    view.items.push(1);
    view.items.push(2);
    view.cells.set(3, 4, 7);
    view.deep.cells.fill(0.5);
  }
  room.settle();
  return room;
};
const places = ({ state }: TestRoom<typeof shape>) => [state, ...state.rows];
type Place = ReturnType<typeof places>[number];

// A bit for the root and one for each table: that nothing changed.
const quiet = 3;

describe('a tick without a change', () => {
  it('is a bit for the root and one for each visible table', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (random, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(random);
        for (let i = 0; i < 30; i++) edit(dice, random, room.state as AnyView, 'all');
        room.settle();
        const tables = room.layout.tables.filter(({ hidden }) => !hidden).length;
        expect(room.tickBits()).toBe(1 + tables);
      }),
    );
  });

  const touches: Readonly<Record<string, (view: Place) => void>> = {
    'the value that stands there': (view) => {
      view.number = 5;
      view.name = 'ann';
      view.flag = false;
      view.way = 'up';
      view.precise = -0;
      view.items.set(1, 2);
      view.cells.set(3, 4, 7);
      view.deep.cells.fill(0.5);
    },
    'another value and the old one again': (view) => {
      view.number = 6;
      view.number = 5;
      view.precise = 0.1;
      view.precise = 0;
      view.flag = true;
      view.flag = false;
      view.way = 'down';
      view.way = 'up';
      view.deep.number = 1;
      view.deep.number = 0;
    },
    'another text and the old one again': (view) => {
      view.name = '🐍🐍🐍🐍🐍';
      view.name = '';
      view.name = 'ann';
    },
    'what is pushed and popped at the same end': (view) => {
      view.items.push(9);
      view.items.pop();
      view.items.unshift(9);
      view.items.shift();
      view.deep.items.push(true);
      view.deep.items.pop();
    },
    'more pushed and popped at one end than a mark can count': (view) => {
      for (let i = 0; i < 290; i++) view.items.push(i);
      for (let i = 0; i < 290; i++) view.items.pop();
    },
    'an item set and set back': (view) => {
      view.items.set(0, 9);
      view.items.set(0, 1);
    },
    'a cell set and set back': (view) => {
      view.cells.set(0, 0, 1);
      view.cells.set(0, 0, 0);
      view.deep.cells.set(1, 1, 2);
      view.deep.cells.set(1, 1, 0.5);
    },
    'every cell set and set back': (view) => {
      for (let i = 0; i < 1600; i++) view.cells.setAt(i, view.cells.at(i) ^ 1);
      for (let i = 0; i < 1600; i++) view.cells.setAt(i, view.cells.at(i) ^ 1);
    },
    'a clearing of what is empty': (view) => {
      view.few.clear();
      view.deep.items.clear();
    },
  };
  it.each(Object.entries(touches))('is one too where there is only %s', (_what, touch) => {
    const room = roomOf();
    expect(room.tickBits()).toBe(quiet);
    for (const view of places(room)) touch(view);
    expect(room.tickBits()).toBe(quiet);
    // And what is touched really changes in the next one.
    for (const view of places(room)) view.number = 77;
    expect(room.tickBits()).toBeGreaterThan(quiet);
  });

  it('is one too where what was popped is pushed again, at the same end', () => {
    const room = roomOf();
    for (const { items } of places(room)) {
      const [first, second] = [items.at(0), items.at(1)];
      items.pop();
      items.push(second);
      items.shift();
      items.unshift(first);
    }
    expect(room.tickBits()).toBe(quiet);
  });

  it('is one too where a row came and went', () => {
    const room = roomOf();
    const row = room.state.rows.add();
    row.number = 9;
    row.items.push(1);
    room.state.rows.remove(row);
    expect(room.tickBits()).toBe(quiet);
  });
});

describe('a change', () => {
  it('names only what changed, though much more was touched', () => {
    const touched = roomOf();
    const exact = roomOf();
    for (const view of places(touched)) {
      for (const touch of [0, 1, 2, 3]) view.cells.set(touch, 0, 1);
      for (const touch of [0, 1, 2, 3]) view.cells.set(touch, 0, 0);
      view.name = 'bob';
      view.name = 'ann';
      view.few.push(1);
      view.few.pop();
    }
    for (const room of [touched, exact]) for (const view of places(room)) view.number = 8;
    expect(touched.tickBits()).toBe(exact.tickBits());
    expect(touched.delta()).toEqual(exact.delta());
  });

  it('of few cells is told as these cells, though the log overflowed', () => {
    const overflown = roomOf();
    const exact = roomOf();
    const { cells } = overflown.state;
    for (let i = 0; i < 1600; i++) cells.setAt(i, 99 - cells.at(i));
    for (let i = 0; i < 1600; i++) cells.setAt(i, 99 - cells.at(i));
    for (const room of [overflown, exact]) room.state.cells.set(5, 5, 1);
    expect(overflown.tickBits()).toBe(exact.tickBits());
  });

  it('of a row that replaced another in its slot is the new row, whole', () => {
    const room = roomOf();
    const [old] = room.state.rows;
    if (old === undefined) throw new Error('the row is there');
    room.state.rows.remove(old);
    const young = room.state.rows.addAt(old.slot);
    young.number = 5;
    expect(room.tickBits()).toBeGreaterThan(quiet);
  });
});
