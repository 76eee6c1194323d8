// What is known of a snake's way from tick to tick.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { Motions } from './motion.ts';

function scene(): { stage: Stage; motions: Motions } {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  const motions = new Motions();
  motions.follow(stage.state);
  return { stage, motions };
}

test('a snake just seen has no way; then the tail is known for two ticks', () => {
  const { stage, motions } = scene();
  expect(motions.of(0)).toMatchObject({ ticks: 0 });
  for (let i = 1; i <= 3; i++) {
    motions.follow(stage.tick().state);
    expect(motions.of(0)?.ticks).toBe(Math.min(2, i));
  }
  const tails = [11, 10, 9].map((x) => stage.cell(x, 5));
  expect(motions.of(0)?.tails).toEqual(tails);
});

test('the tail of a growing snake stays', () => {
  const { stage, motions } = scene();
  stage.snake(0).score += 2;
  motions.follow(stage.tick().state);
  expect(motions.of(0)?.tails).toEqual([8, 8, 8].map((x) => stage.cell(x, 5)));
});

test('after several ticks in one message nothing slides', () => {
  const { stage, motions } = scene();
  motions.follow(stage.tick().tick().state);
  expect(motions.of(0)?.ticks).toBe(0);
});

test('the dead have no motion, and a new snake of the seat begins anew', () => {
  const { stage, motions } = scene();
  stage.state.ground.set(11, 5, 10);
  motions.follow(stage.tick().state);
  expect(motions.of(0)).toBeUndefined();
  motions.follow(stage.tick(stage.plays(0)).state);
  expect(motions.of(0)?.ticks).toBe(0);
});
