// What the page says.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { type Past, type Talk, talkOf, winnerIn } from './talk.ts';

const nothing: Past = {
  reason: undefined,
  isCrowded: false,
  problem: '',
  leader: undefined,
  isTouch: false,
};

function talk(stage: Stage, seat: number | undefined, past: Partial<Past> = {}): Talk {
  const { state } = stage;
  return talkOf({ state, seat, status: 'live' }, { ...nothing, ...past });
}

test('a spectator reads who leads, and with how much', () => {
  const stage = new Stage().join('Ada', 'Bob');
  expect(talk(stage, undefined).headline).toBe('Watching');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]).score = 18;
  expect(talk(stage, undefined, { leader: 0 })).toMatchObject({
    headline: 'Ada leads with 18',
    hint: 'Watching · One snake is alive.',
    action: 'Join this room',
  });
});

test('a player reads their points, then why they died and how to go on', () => {
  const stage = new Stage().join('Ada');
  expect(talk(stage, 0)).toMatchObject({ headline: 'Ready?', action: 'Play' });
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5], [7, 5]);
  expect(talk(stage, 0)).toMatchObject({ headline: '1 point, 4 long', action: '' });
  stage.snake(0).alive = false;
  expect(talk(stage, 0, { reason: 'You hit a stone' })).toMatchObject({
    headline: 'You hit a stone',
    hint: '1 point. Space plays again. Esc leaves.',
    action: 'Play again',
  });
  expect(talk(stage, 0, { reason: 'You hit a stone', isTouch: true }).hint).toBe(
    '1 point. A tap on the field plays again.',
  );
});

test('a game that is over names who had the most points', () => {
  const stage = new Stage().join('Ada', 'Bob', 'Cem');
  expect(winnerIn(stage.state.snakes)).toBe('');
  stage.snake(1).score = 21;
  stage.snake(2).score = 3;
  stage.state.phase = 'over';
  expect(talk(stage, 0)).toMatchObject({
    banner: 'Game over',
    note: 'Bob had the most: 21 points',
  });
  stage.snake(0).score = 21;
  expect(winnerIn(stage.state.snakes)).toBe('Ada and Bob had the most: 21 points');
});

test('a lost connection is said whatever else there is', () => {
  const { state } = new Stage().join('Ada');
  expect(talkOf({ state, seat: 0, status: 'reconnecting' }, nothing).banner).toBe('Reconnecting…');
});
