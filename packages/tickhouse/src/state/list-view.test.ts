// Lists against plain arrays: whatever is pushed, popped, set and cleared, in whatever order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed, cellFields } from '../../../../tests/support/random-shape.ts';
import { randomCell } from '../../../../tests/support/random-values.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { hidden, list, struct, table, u8, u16 } from './field.ts';
import type { List } from './view-types.ts';

describe('a list', () => {
  it('does what an array does, for every kind of item and at every place in its ring', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cellFields),
        fc.integer({ min: 1, max: 9 }),
        anySeed,
        fc.boolean(),
        (item, capacity, seed, veiled) => {
          const dice = new Dice(seed);
          const plain = list(item, capacity);
          const rows = table(3, { deep: struct({ before: u8, items: plain, after: u8 }) });
          const room = new TestRoom({ rows: veiled ? hidden(rows) : rows });
          const row = (
            room.state.rows as { addAt(slot: number): { deep: { items: object } } }
          ).addAt(1);
          const items = row.deep.items as List<unknown>;
          const model: unknown[] = [];
          expect(items.capacity).toBe(capacity);
          for (let i = 0; i < 80; i++) {
            step(dice, items, model, () => randomCell(dice, item));
            expect(items.length).toBe(model.length);
            expect(model.map((_, at) => items.at(at))).toEqual(model);
            expect(model.map((_, at) => items.at(~at))).toEqual([...model].reverse());
            checkInvariants(room.layout, room.memory);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that is cleared has no bytes left, its start included', () => {
    const room = new TestRoom({ items: list(u16, 5) });
    for (const value of [1, 2, 3, 4, 5]) room.state.items.push(value);
    room.state.items.shift();
    room.state.items.clear();
    expect(room.memory.u8.every((byte) => byte === 0)).toBe(true);
    room.state.items.unshift(1);
    room.state.items.pop();
    room.state.items.clear();
    expect(room.memory.u8.every((byte) => byte === 0)).toBe(true);
  });
});

describe('a list refuses', () => {
  const shape = {
    queue: list(u8, 2),
    deep: struct({ queue: list(u8, 2) }),
    snakes: table(10, { body: list(u16, 1250) }),
  };

  it('one item more than its capacity, at both ends, by its path', () => {
    const { state, memory } = new TestRoom(shape);
    const { body } = state.snakes.addAt(3);
    for (let i = 0; i < 1250; i++) body.push(i);
    const before = memory.u8.slice();
    const wanted = 'STATE_LIST_FULL: snakes[3].body: list is full (1250)';
    expect(errorOf(() => body.push(1))).toBe(wanted);
    expect(errorOf(() => body.unshift(1))).toBe(wanted);
    expect(memory.u8).toEqual(before);
    for (const queue of [state.queue, state.deep.queue]) {
      queue.push(1);
      queue.push(2);
    }
    expect(errorOf(() => state.queue.push(3))).toBe('STATE_LIST_FULL: queue: list is full (2)');
    expect(errorOf(() => state.deep.queue.unshift(3))).toBe(
      'STATE_LIST_FULL: deep.queue: list is full (2)',
    );
  });

  it('to give an item when it is empty', () => {
    const { state, memory } = new TestRoom(shape);
    const { body } = state.snakes.addAt(3);
    const before = memory.u8.slice();
    expect(errorOf(() => body.pop())).toMatch(
      /^STATE_LIST_EMPTY: snakes\[3\]\.body: list is empty/,
    );
    expect(errorOf(() => state.queue.shift())).toMatch(/^STATE_LIST_EMPTY: queue: list is empty/);
    expect(memory.u8).toEqual(before);
  });

  it('an index that it does not have', () => {
    const { state, memory } = new TestRoom(shape);
    const { body } = state.snakes.addAt(3);
    for (let i = 0; i < 3; i++) body.push(i);
    const before = memory.u8.slice();
    const bad = [3, -4, 0.5, 2.5, -0.5, 1250, 2 ** 32, 2 ** 32 + 1, 2 ** 53, Number.NaN];
    for (const index of [...bad, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(codeOf(() => body.at(index))).toBe('STATE_INDEX');
      expect(codeOf(() => body.set(index, 1))).toBe('STATE_INDEX');
    }
    expect(errorOf(() => body.at(3))).toBe(
      'STATE_INDEX: snakes[3].body: no item 3, the list has 3',
    );
    expect(codeOf(() => state.queue.at(0))).toBe('STATE_INDEX');
    expect(codeOf(() => state.queue.at(-1))).toBe('STATE_INDEX');
    expect(memory.u8).toEqual(before);
  });
});

/** One random operation on the list, and the same on the array. */
function step(dice: Dice, items: List<unknown>, model: unknown[], draw: () => unknown): void {
  const value = draw();
  const full = model.length === items.capacity;
  switch (dice.below(14)) {
    case 0:
    case 1:
    case 2:
      if (full) expect(codeOf(() => items.push(value))).toBe('STATE_LIST_FULL');
      else {
        items.push(value);
        model.push(value);
      }
      return;
    case 3:
    case 4:
    case 5:
      if (full) expect(codeOf(() => items.unshift(value))).toBe('STATE_LIST_FULL');
      else {
        items.unshift(value);
        model.unshift(value);
      }
      return;
    case 6:
    case 7:
      if (model.length === 0) expect(codeOf(() => items.pop())).toBe('STATE_LIST_EMPTY');
      else expect(items.pop()).toBe(model.pop());
      return;
    case 8:
    case 9:
      if (model.length === 0) expect(codeOf(() => items.shift())).toBe('STATE_LIST_EMPTY');
      else expect(items.shift()).toBe(model.shift());
      return;
    case 10:
      items.clear();
      model.length = 0;
      return;
    default: {
      if (model.length === 0) return;
      const at = dice.below(model.length);
      model[at] = value;
      items.set(dice.chance(0.5) ? at : at - model.length, value);
    }
  }
}
