// What the page says.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { stone } from '../../rules/index.ts';
import { type Past, type Talk, talkOf, winnerIn } from './talk.ts';

const nothing: Past = {
  loss: undefined,
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
  stage.state.ground.set(11, 5, stone);
  stage.tick();
  expect(talk(stage, 0)).toMatchObject({
    headline: 'You hit a stone',
    hint: '1 point. Space plays again. Esc leaves.',
    action: 'Play again',
  });
  expect(talk(stage, 0, { isTouch: true }).hint).toBe('1 point. A tap on the field plays again.');
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

test('a player who comes back to a dead snake reads why, and with how many points', () => {
  const stage = new Stage().join('Ada');
  stage.lay(0, 'left', [0, 5], [1, 5], [2, 5], [3, 5], [4, 5]);
  stage.tick();
  expect(talk(stage, 0, { loss: { how: 'died', points: 2 } })).toMatchObject({
    headline: 'You hit the border',
    hint: 'While you were away. 2 points. Space plays again. Esc leaves.',
    action: 'Play again',
  });
  expect(talk(stage, 0, { loss: { how: 'gone', points: 7 } })).toMatchObject({
    headline: 'Your snake is gone',
    hint: 'You had 7 points when the connection was lost. Space starts.',
    action: 'Play',
  });
});

test('a spectator is offered a seat only where one is free', () => {
  const stage = new Stage().join(...'abcdefghi');
  expect(talk(stage, undefined).action).toBe('Join this room');
  stage.tick(stage.joins(9, 'j'));
  expect(talk(stage, undefined)).toMatchObject({
    hint: 'Every seat is taken · Nobody is playing at the moment.',
    action: '',
  });
});
