// Why a snake died, in words.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { deadBody, stone } from '../../rules/index.ts';
import { type Death, hitBy, newsOf, reasonOf } from './deaths.ts';
import { textOf } from './sentence.ts';

function deathIn(stage: Stage): Death {
  const death = stage.tick().events.find(({ kind }) => kind === 'died');
  return death?.data as unknown as Death;
}

function reason(stage: Stage): string | undefined {
  const { seat } = deathIn(stage);
  return reasonOf(seat, stage.state);
}

function news(death: Death, stage: Stage, seat?: number): string {
  return textOf(newsOf(death, stage.state, seat));
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
  expect(news(death, stage, 0)).toBe('You ran into Bea: 1 point');
  expect(news(death, stage, 1)).toBe('Ann ran into you');
  expect(news(death, stage, 2)).toBe('Ann ran into Bea');
  expect(news(death, stage, undefined)).toBe('Ann ran into Bea');
  expect(hitBy(death, stage.state)).toEqual([11, 5]);
});

test('the news of a bite and of the border', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [10, 6], [11, 6], [11, 5], [11, 4], [10, 4]);
  expect(news(deathIn(stage), stage, 1)).toBe('Ann bit itself');
  stage.lay(1, 'left', [0, 9], [1, 9], [2, 9]);
  expect(news(deathIn(stage), stage, 0)).toBe('Bea hit the border');
});

test('one who left is no news', () => {
  const stage = new Stage();
  expect(newsOf({ seat: 3, by: 255, x: 1, y: 1 }, stage.tick().state, 0)).toEqual([]);
});

test('two of the same name are told apart by their looks', () => {
  const stage = new Stage().join('Same', 'Same');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'down', [11, 7], [11, 6], [11, 5], [11, 4]);
  const sentence = newsOf(deathIn(stage), stage.state, undefined);
  expect(textOf(sentence)).toBe('Same ran into Same');
  const looks = sentence.flatMap((part) => (typeof part === 'string' ? [] : [part.look.colour]));
  expect(looks).toEqual([1, 2]);
});

test('why a snake died is known while its player has no other, also when its killer has left', () => {
  const stage = new Stage().join('Ann', 'Bea');
  expect(reasonOf(0, stage.state)).toBeUndefined();
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'down', [11, 7], [11, 6], [11, 5], [11, 4]);
  stage.tick().tick({ type: 'leave', seat: 1 });
  expect(reasonOf(0, stage.state)).toBe('You ran into another snake');
  stage.tick(stage.plays(0));
  expect(reasonOf(0, stage.state)).toBeUndefined();
});
