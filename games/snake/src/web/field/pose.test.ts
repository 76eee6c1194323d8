// Marks on a body: one on each cell, and round the bends with it.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { markAt, type Pose } from './pose.ts';

const cell = 10;

/** It goes to the right, and came from below at x = 10. */
function bent(): Pose {
  const stage = new Stage().join('Ann');
  const snake = stage.lay(0, 'right', [12, 5], [11, 5], [10, 5], [10, 6], [10, 7]);
  const look = { colour: 1, pattern: 'chevrons', isTwin: false } as const;
  return { snake, look, motion: undefined, behind: 0, columns: 50, cell };
}

test('on a straight piece a mark is in the middle of its cell, and points ahead', () => {
  const { at, ahead } = markAt(bent(), 1);
  expect(at).toEqual([115, 55]);
  expect(ahead).toEqual([1, 0]);
  expect(markAt(bent(), 3)).toEqual({ at: [105, 65], ahead: [0, -1] });
});

test('in a bend it is within it, and points across', () => {
  const { at, ahead } = markAt(bent(), 2);
  expect(at[0]).toBeGreaterThan(105);
  expect(at[0]).toBeLessThan(108);
  expect(at[1]).toBeGreaterThan(55);
  expect(at[1]).toBeLessThan(58);
  expect(ahead[0]).toBeCloseTo(Math.SQRT1_2);
  expect(ahead[1]).toBeCloseTo(-Math.SQRT1_2);
});
