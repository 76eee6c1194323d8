// Grids against plain arrays, and the edges of both their ways to name a cell.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed, cellFields } from '../../../../tests/support/random-shape.ts';
import { randomCell } from '../../../../tests/support/random-values.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { grid, hidden, struct, table, u8 } from './field.ts';
import type { Grid } from './view-types.ts';

describe('a grid', () => {
  it('does what rows of arrays do, by column and row and by index', () => {
    const size = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(fc.constantFrom(...cellFields), size, size, anySeed, fc.boolean(), (...drawn) => {
        const [cell, width, height, seed, veiled] = drawn;
        const dice = new Dice(seed);
        const plain = grid(cell, width, height);
        const room = new TestRoom({
          before: u8,
          deep: struct({ cells: veiled ? hidden(plain) : plain }),
          after: u8,
        });
        const cells = room.state.deep.cells as Grid<unknown>;
        expect([cells.width, cells.height, cells.length]).toEqual([width, height, width * height]);
        const model = Array.from({ length: width * height }, () => cells.at(0));
        for (let i = 0; i < 60; i++) {
          const at = dice.below(model.length);
          const value = randomCell(dice, cell);
          if (dice.chance(0.05)) {
            cells.fill(value);
            model.fill(value);
          } else {
            model[at] = value;
            if (dice.chance(0.5)) cells.setAt(at, value);
            else cells.set(at % width, Math.floor(at / width), value);
          }
          expect(model.map((_, index) => cells.at(index))).toEqual(model);
          expect(model.map((_, j) => cells.get(j % width, Math.floor(j / width)))).toEqual(model);
        }
        expect([room.state.before, room.state.after]).toEqual([0, 0]);
      }),
    );
  });

  it('has no cells outside, by its path', () => {
    const { state, memory } = new TestRoom({ rows: table(3, { ground: grid(u8, 4, 3) }) });
    const { ground } = state.rows.addAt(2);
    ground.fill(7);
    const before = memory.u8.slice();
    const far = [2 ** 32, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const index of [-1, 12, 0.5, 1e9, ...far]) {
      expect(codeOf(() => ground.at(index))).toBe('STATE_INDEX');
      expect(codeOf(() => ground.setAt(index, 1))).toBe('STATE_INDEX');
    }
    for (const [x, y] of [[-1, 0], [4, 0], [0, -1], [0, 3], [4, 2], ...far.map((n) => [n, 0])]) {
      expect(codeOf(() => ground.get(x as number, y as number))).toBe('STATE_INDEX');
      expect(codeOf(() => ground.set(x as number, y as number, 1))).toBe('STATE_INDEX');
    }
    expect(errorOf(() => ground.get(4, 0))).toBe(
      'STATE_INDEX: rows[2].ground: no cell (4, 0) in 4 × 3',
    );
    expect(memory.u8).toEqual(before);
  });

  it('has no cell at a fraction, even where row and column add up to a whole index', () => {
    const { state } = new TestRoom({ even: grid(u8, 4, 3), thin: grid(u8, 1, 3) });
    const tries = [
      () => state.even.get(0, 0.5),
      () => state.even.get(1, 1.25),
      () => state.thin.get(0.5, 0.5),
      () => state.even.set(0, 0.5, 1),
      () => state.thin.set(0.5, 1.5, 1),
    ];
    expect(tries.map(codeOf)).toEqual(tries.map(() => 'STATE_INDEX'));
  });
});
