// Tables against a Map: rows by id and slot, ids that name one row for good, loops that may change
// what they walk over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed } from '../../../../tests/support/random-shape.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { list, table, u8, u32 } from './field.ts';

const capacities = [1, 2, 3, 31, 32, 33, 64, 65, 200];
const roomOf = (capacity: number) =>
  new TestRoom({ rows: table(capacity, { value: u32, items: list(u8, 3) }) });

interface Known {
  readonly id: number;
  readonly slot: number;
  value: number;
}

describe('a table', () => {
  it('does what a map from ids to rows does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...capacities), anySeed, (capacity, seed) => {
        const dice = new Dice(seed);
        const room = roomOf(capacity);
        const { rows } = room.state;
        const model = new Map<number, Known>();
        const gone = [0];
        for (let i = 0; i < 120; i++) {
          const slot = dice.below(capacity);
          const held = [...model.values()].find((known) => known.slot === slot);
          const turn = dice.below(100);
          if (turn < 45) {
            const low = lowestFree(model, capacity);
            const at = dice.chance(0.5) ? low : slot;
            if (low === capacity) expect(codeOf(() => rows.add())).toBe('STATE_TABLE_FULL');
            else if (at === slot && held) {
              expect(errorOf(() => rows.addAt(slot))).toBe(
                `STATE_SLOT_TAKEN: rows[${slot}] is in use`,
              );
            } else {
              const row = at === low ? rows.add() : rows.addAt(at);
              expect([row.slot, row.value, row.items.length]).toEqual([at, 0, 0]);
              expect(model.has(row.id) || gone.includes(row.id)).toBe(false);
              row.value = dice.word();
              model.set(row.id, { id: row.id, slot: at, value: row.value });
            }
          } else if (turn < 80 && held) {
            const row = rows.at(slot);
            if (row === undefined) throw new Error('the row is there');
            rows.remove(row);
            model.delete(held.id);
            gone.push(held.id);
          } else if (turn === 99) {
            rows.clear();
            gone.push(...model.keys());
            model.clear();
          }
          expectSame(rows, model, gone);
        }
        checkInvariants(room.layout, room.memory);
      }),
    );
  });

  it('never gives an id out again soon, and never 0', () => {
    for (const capacity of [1, 2, 33, 65_536]) {
      const { rows } = roomOf(capacity).state;
      const ids = new Set<number>();
      // The largest table has the fewest generations: 65,535.
      for (let i = 0; i < 65_535; i++) {
        const row = rows.add();
        if (row.id === 0 || ids.has(row.id)) throw new Error(`id ${row.id} was given out before`);
        ids.add(row.id);
        rows.remove(row);
      }
      expect(rows.get(rows.add().id)).toBeDefined();
    }
  });

  it('that is full says so by its path', () => {
    const { rows } = roomOf(2).state;
    rows.add();
    rows.add();
    expect(errorOf(() => rows.add())).toBe('STATE_TABLE_FULL: rows: table is full (2)');
  });

  it('has no slots outside, and none at a fraction', () => {
    const room = roomOf(33);
    const { rows } = room.state;
    for (let slot = 0; slot < 33; slot++) rows.addAt(slot).value = 0xffff_ffff;
    for (const row of rows) row.items.push(255);
    const bad = [-1, 33, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY];
    for (const slot of bad) expect(rows.at(slot)).toBeUndefined();
    for (const slot of [...bad, 1.5]) expect(codeOf(() => rows.addAt(slot))).toBe('STATE_INDEX');
    expect([0.25, 0.5, 1.5].filter((slot) => rows.at(slot) !== undefined)).toEqual([]);
  });

  it('does not remove a row of another table', () => {
    const other = roomOf(2);
    const room = roomOf(2);
    const stranger = other.state.rows.add();
    const own = room.state.rows.add();
    expect(codeOf(() => room.state.rows.remove(stranger))).toBe('STATE_ROW_GONE');
    expect(own.value).toBe(0);
  });

  it('does not remove what only looks like one of its rows', () => {
    const { rows } = roomOf(2).state;
    const { id } = rows.add();
    for (const key of [
      { id, slot: 1 },
      { id: 0, slot: 1 },
      { id: id + 2, slot: 0 },
      { id, slot: -1 },
      { id, slot: 9 },
    ]) {
      expect(codeOf(() => rows.remove(key))).toBe('STATE_ROW_GONE');
    }
    expect(rows.size).toBe(1);
  });
});

describe('a loop over a table', () => {
  it('visits rows in slot order, skips what it removed and sees what it added ahead', () => {
    fc.assert(
      fc.property(fc.constantFrom(...capacities), anySeed, (capacity, seed) => {
        const dice = new Dice(seed);
        const { rows } = roomOf(capacity).state;
        for (let slot = 0; slot < capacity; slot++) if (dice.chance(0.5)) rows.addAt(slot);
        const used = new Set([...rows].map((row) => row.slot));
        let last = -1;
        for (const row of rows) {
          for (let slot = last + 1; slot < row.slot; slot++) expect(used.has(slot)).toBe(false);
          expect(used.has(row.slot)).toBe(true);
          last = row.slot;
          for (let i = dice.below(3); i > 0; i--) {
            const slot = dice.below(capacity);
            const other = rows.at(slot);
            if (other === undefined) rows.addAt(slot);
            else rows.remove(other);
            if (other === undefined) used.add(slot);
            else used.delete(slot);
          }
        }
        for (let slot = last + 1; slot < capacity; slot++) expect(used.has(slot)).toBe(false);
      }),
    );
  });

  it('may run within others over the same table, be left early or by an error', () => {
    const { rows } = roomOf(4).state;
    for (const value of [1, 2, 3]) rows.add().value = value;
    const seen: number[] = [];
    for (const a of rows) {
      for (const b of rows) {
        if (b.value === 3) break;
        for (const c of rows) seen.push(a.value * 100 + b.value * 10 + c.value);
      }
      try {
        for (const _ of rows) throw new Error('left');
      } catch {
        // The loops around it go on.
      }
      const [first, second, third, fourth] = rows;
      expect([first, second, third, fourth].map((row) => row?.value)).toEqual([1, 2, 3, undefined]);
    }
    const digits = [1, 2, 3];
    expect(seen).toEqual(
      digits.flatMap((a) => [1, 2].flatMap((b) => digits.map((c) => a * 100 + b * 10 + c))),
    );
  });

  it('that is over stays over, while later loops run', () => {
    const { rows } = roomOf(4).state;
    rows.add();
    rows.add();
    const over = rows[Symbol.iterator]();
    while (over.next().done !== true);
    let visits = 0;
    for (const _ of rows) {
      visits++;
      expect(over.next().done).toBe(true);
    }
    expect(visits).toBe(2);
  });
});

function lowestFree(model: Map<number, Known>, capacity: number): number {
  const used = new Set([...model.values()].map(({ slot }) => slot));
  let slot = 0;
  while (slot < capacity && used.has(slot)) slot++;
  return slot;
}

function expectSame(
  rows: ReturnType<typeof roomOf>['state']['rows'],
  model: Map<number, Known>,
  gone: readonly number[],
): void {
  const wanted = [...model.values()].sort((a, b) => a.slot - b.slot);
  expect(rows.size).toBe(model.size);
  expect([...rows].map(({ id, slot, value }) => ({ id, slot, value }))).toEqual(wanted);
  for (const { id, slot, value } of wanted) {
    const row = rows.get(id);
    if (row?.value !== value || rows.at(slot) !== row) throw new Error(`row ${id} is lost`);
  }
  for (const id of gone) if (rows.get(id) !== undefined) throw new Error(`id ${id} is stale`);
}
