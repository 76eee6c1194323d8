// Writers and readers over the same bytes: what each shows, and what is left when all is cleared.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import type { Field, Shape } from './field.ts';
import { bool, grid, hidden, list, oneOf, struct, table, text, u8 } from './field.ts';
import { layoutOf } from './layout.ts';
import { Memory } from './memory.ts';
import type { Grid, List, Table } from './view-types.ts';
import { reader, writer } from './views.ts';

describe('bytes that no live value reaches', () => {
  it('are zero after any edits', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape);
        for (let i = 0; i < 60; i++) {
          edit(dice, shape, room.state as AnyView, 'all');
          if (i % 10 === 0) checkInvariants(room.layout, room.memory);
        }
        checkInvariants(room.layout, room.memory);
      }),
    );
  });

  it('are all bytes once everything is cleared, but the tables’ counts of rows ever added', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape);
        for (let i = 0; i < 60; i++) edit(dice, shape, room.state as AnyView, 'all');
        clearRecord(shape, room.state as AnyView);
        const left = room.memory.u8.slice();
        for (const { offset } of room.layout.tables) left.fill(0, offset + 4, offset + 8);
        expect(left.findIndex((byte) => byte !== 0)).toBe(-1);
      }),
    );
  });
});

describe('a reader', () => {
  const shape = {
    score: u8,
    name: text(3),
    way: oneOf('up', 'down'),
    secret: hidden(u8),
    ball: struct({ x: u8, spin: hidden(u8) }),
    vault: hidden(struct({ gold: u8 })),
    ground: grid(u8, 2, 2),
    mines: hidden(grid(bool, 2, 2)),
    queue: list(u8, 2),
    plans: hidden(list(u8, 2)),
    snakes: table(3, { length: u8, hunger: hidden(u8), body: list(u8, 2), field: grid(u8, 1, 1) }),
    ghosts: hidden(table(3, { x: u8 })),
  } as const;

  it('shows every visible field and no other', () => {
    const room = new TestRoom(shape);
    room.state.snakes.add();
    const state = reader<typeof shape>(room.layout)(room.memory);
    const visible = ['score', 'name', 'way', 'ball', 'ground', 'queue', 'snakes'];
    expect(Object.keys(shape).filter((name) => name in state)).toEqual(visible);
    expect('spin' in state.ball).toBe(false);
    expect('hunger' in (state.snakes.at(0) ?? {})).toBe(false);
  });

  it('has nothing that writes', () => {
    const room = new TestRoom(shape);
    room.state.snakes.add();
    const state = reader<typeof shape>(room.layout)(room.memory);
    const row = state.snakes.at(0);
    const before = room.memory.u8.slice();
    for (const [view, names] of [
      [state, ['score', 'name', 'way', 'ball', 'ground', 'queue', 'snakes']],
      [state.ball, ['x']],
      [row, ['length', 'body', 'id', 'slot']],
    ] as const) {
      for (const name of names) {
        expect(() => Object.assign(view as object, { [name]: 1 })).toThrow(TypeError);
      }
    }
    for (const [view, names] of [
      [state.queue, ['push', 'pop', 'shift', 'unshift', 'set', 'clear']],
      [state.ground, ['set', 'setAt', 'fill']],
      [row?.body, ['push', 'pop', 'clear']],
      [row?.field, ['set', 'setAt', 'fill']],
      [state.snakes, ['add', 'addAt', 'remove', 'clear']],
    ] as const) {
      for (const name of names) expect(name in (view as object)).toBe(false);
    }
    expect(room.memory.u8).toEqual(before);
  });

  it('shows what a writer wrote, at once', () => {
    const room = new TestRoom(shape);
    const state = reader<typeof shape>(room.layout)(room.memory);
    room.state.score = 7;
    room.state.name = '🐍';
    room.state.way = 'down';
    room.state.ball.x = 3;
    room.state.ground.set(1, 1, 9);
    room.state.queue.unshift(4);
    const row = room.state.snakes.addAt(2);
    row.body.push(8);
    expect([state.score, state.name, state.way, state.ball.x]).toEqual([7, '🐍', 'down', 3]);
    expect([state.ground.get(1, 1), state.queue.at(0), state.snakes.size]).toEqual([9, 4, 1]);
    expect([...state.snakes].map(({ id, slot, body }) => [id, slot, body.at(0)])).toEqual([
      [row.id, 2, 8],
    ]);
    expect(state.snakes.get(row.id)?.slot).toBe(2);
  });
});

describe('an opener', () => {
  it('serves any number of memories, which share nothing', () => {
    const shape = { score: u8, rows: table(2, { value: u8 }) };
    const layout = layoutOf(shape);
    const open = writer<typeof shape>(layout);
    const rooms = [0, 1, 2].map(() =>
      open(new Memory(layout.bytes), new Int32Array(layout.markWords)),
    );
    for (const [i, state] of rooms.entries()) {
      state.score = i + 1;
      if (i !== 1) state.rows.add().value = i + 1;
    }
    expect(rooms.map(({ score }) => score)).toEqual([1, 2, 3]);
    expect(rooms.map(({ rows }) => [...rows].map(({ value }) => value))).toEqual([[1], [], [3]]);
  });
});

function clearRecord(shape: Shape, view: AnyView): void {
  for (const [name, field] of Object.entries(shape)) clearField(name, field, view);
}

function clearField(name: string, field: Field, view: AnyView): void {
  if (field.kind === 'hidden') clearField(name, field.field, view);
  else if (field.kind === 'struct') clearRecord(field.shape, view[name] as AnyView);
  else if (field.kind === 'list') (view[name] as List<unknown>).clear();
  else if (field.kind === 'table') (view[name] as Table<never>).clear();
  else if (field.kind === 'grid') (view[name] as Grid<unknown>).fill(zeroOf(field.cell));
  else view[name] = zeroOf(field);
}

function zeroOf(field: Field): unknown {
  if (field.kind === 'text') return '';
  if (field.kind === 'bool') return false;
  return field.kind === 'oneOf' ? field.values[0] : 0;
}
