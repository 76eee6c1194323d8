// People and bots of a room.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { headCount, playersOf } from './players.ts';

const person = { name: 'Ann', colour: 1, bot: false };
const bot = { name: 'Bo', colour: 2, bot: true };

test.each([
  ['1 person', [person]],
  ['2 people', [person, person]],
  ['1 person, 1 bot', [person, bot]],
  ['0 people, 2 bots', [bot, bot]],
])('%s', (words, players) => expect(headCount(players)).toBe(words));

test('people stand before bots', () => {
  const stage = new Stage();
  stage.tick(stage.joins(0, 'Ann', true), stage.joins(1, 'Bea'));
  expect(playersOf(stage.state).map(({ name }) => name)).toEqual(['Bea', 'Ann']);
});
