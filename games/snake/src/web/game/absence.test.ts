// What a player finds who comes back.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { lossOf, newsOfLoss, seenIn } from './absence.ts';

const token = Uint8Array.of(1, 2, 3);

function scene() {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'left', [0, 5], [1, 5], [2, 5], [3, 5], [4, 5]);
  const room = { seat: 0, token, state: stage.state };
  return { stage, room, seen: seenIn(room) };
}

test('a snake that lives is no loss, nor one that was dead before', () => {
  const { stage, room, seen } = scene();
  expect(seen).toEqual({ token: [1, 2, 3], points: 2 });
  expect(lossOf(seen, room)).toBeUndefined();
  stage.tick();
  expect(seenIn(room)).toBeUndefined();
  expect(lossOf(undefined, room)).toBeUndefined();
});

test('a snake that died meanwhile is told with its points, also when a new game has begun', () => {
  const { stage, room, seen } = scene();
  stage.tick();
  stage.tick(stage.joins(1, 'Bea')).tick(stage.plays(1));
  const loss = lossOf(seen, room);
  expect(loss).toEqual({ how: 'died', points: 2 });
  expect(loss && newsOfLoss(loss, 'You hit the border')).toBe(
    'You hit the border while you were away: 2 points',
  );
});

test('another seat is another life: what was had is told', () => {
  const { stage, seen } = scene();
  stage.tick(stage.joins(1, 'Ann'));
  const loss = lossOf(seen, { seat: 1, token: Uint8Array.of(4), state: stage.state });
  expect(loss).toEqual({ how: 'gone', points: 2 });
  expect(loss && newsOfLoss(loss)).toMatch(/^Your snake is gone: you had 2 points/);
});

test('who watches has lost nothing', () => {
  const { room } = scene();
  const watching = { ...room, seat: undefined, token: undefined };
  expect(lossOf(seenIn(watching), watching)).toBeUndefined();
});
