// Why a snake died, in words.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { deadBody, stone } from '../../rules/index.ts';
import { type Death, hitBy, newsOf, reasonOf } from './deaths.ts';

function deathIn(stage: Stage): Death {
  const death = stage.tick().events.find(({ kind }) => kind === 'died');
  return death?.data as unknown as Death;
}

function reason(stage: Stage): string {
  return reasonOf(deathIn(stage), stage.state);
}

test.each([
  ['You hit a stone', stone],
  ['You hit a dead snake', deadBody],
])('%s', (sentence, ground) => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.state.ground.set(11, 5, ground);
  expect(reason(stage)).toBe(sentence);
});

test('You hit the border', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'left', [0, 5], [1, 5], [2, 5]);
  expect(reason(stage)).toBe('You hit the border');
});

test('You ran into another, by name', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'down', [11, 7], [11, 6], [11, 5], [11, 4]);
  expect(reason(stage)).toBe('You ran into Bea');
});

test('You bit yourself', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [10, 6], [11, 6], [11, 5], [11, 4], [10, 4]);
  expect(reason(stage)).toBe('You bit yourself');
});

test('the news names who died, to themselves with their points', () => {
  const stage = new Stage().join('Ann', 'Bea', 'Cem');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5], [7, 5]);
  stage.lay(1, 'down', [11, 7], [11, 6], [11, 5], [11, 4]);
  const death = deathIn(stage);
  expect(newsOf(death, stage.state, 0)).toBe('You ran into Bea: 1 point');
  expect(newsOf(death, stage.state, 1)).toBe('Ann ran into you');
  expect(newsOf(death, stage.state, 2)).toBe('Ann ran into Bea');
  expect(newsOf(death, stage.state, undefined)).toBe('Ann ran into Bea');
  expect(hitBy(death, stage.state)).toEqual([11, 5]);
});

test('the news of a bite and of the border', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [10, 6], [11, 6], [11, 5], [11, 4], [10, 4]);
  expect(newsOf(deathIn(stage), stage.state, 1)).toBe('Ann bit itself');
  stage.lay(1, 'left', [0, 9], [1, 9], [2, 9]);
  expect(newsOf(deathIn(stage), stage.state, 0)).toBe('Bea hit the border');
});

test('one who left is no news', () => {
  const stage = new Stage();
  expect(newsOf({ seat: 3, by: 255, x: 1, y: 1 }, stage.tick().state, 0)).toBe('');
});
