// Why a snake died, in words.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { deadBody, stone } from '../../rules/index.ts';
import { type Death, reasonOf } from './deaths.ts';

function reason(stage: Stage): string {
  const death = stage.tick().events.find(({ kind }) => kind === 'died');
  return reasonOf(death?.data as unknown as Death, stage.state);
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
