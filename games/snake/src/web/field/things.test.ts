// What lies and what lives is in the way of a name alike.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { Things } from './things.ts';

test('cells of stones and of bodies are taken, others and the outside are not', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.state.ground.set(20, 6, 10);
  const things = new Things();
  things.follow(stage.state);
  const taken = [
    [10, 5],
    [8, 5],
    [20, 6],
    [11, 5],
    [-1, 6],
    [50, 5],
    [8, -1],
  ] as const;
  const found = taken.map(([x, y]) => things.isTaken(x, y));
  expect(found).toEqual([true, true, true, false, false, false, false]);
});
