// Seats: names, colours, and the bots that keep people company.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';

test('names are trimmed; an empty one is Anonymous', () => {
  const stage = new Stage().join('  Ann ', '   ', '');
  const names = [...stage.state.snakes].map(({ name }) => name);
  expect(names).toEqual(['Ann', 'Anonymous', 'Anonymous']);
});

test('colours are 1 to 6, unique until used up, then as even as can be', () => {
  const stage = new Stage().join(...'abcdefghij');
  const colours = [...stage.state.snakes].map(({ colour }) => colour);
  expect(colours).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4]);
});

test('the colour of who left goes to the next who comes', () => {
  const stage = new Stage().join('Ann', 'Bea', 'Cid');
  stage.tick({ type: 'leave', seat: 1 }, stage.joins(4, 'Dan'));
  expect(stage.snake(4).colour).toBe(2);
});

/** How many bots the last tick asked for; undefined where it asked for none. */
function wanted(stage: Stage): unknown {
  return stage.effects.findLast(({ kind }) => kind === 'bots')?.data.wanted;
}

test('bots are asked for where people are too few, and sent away as people come', () => {
  const stage = new Stage({ company: 3 });
  expect(wanted(stage.tick(stage.joins(0)))).toBe(2);
  expect(wanted(stage.tick(stage.joins(1, 'Bot', true), stage.joins(2, 'Bot', true)))).toBe(2);
  expect(wanted(stage.tick(stage.joins(3)))).toBe(1);
  expect(wanted(stage.tick(stage.joins(4), stage.joins(5)))).toBe(0);
  expect(wanted(stage.tick({ type: 'leave', seat: 4 }, { type: 'leave', seat: 5 }))).toBe(1);
  expect(wanted(stage.tick())).toBe(undefined);
});

test('bots among themselves are not wanted, and one seat stays free for a person', () => {
  const stage = new Stage({ company: 200 });
  expect(wanted(stage.tick(stage.joins(0)))).toBe(8);
  expect(wanted(stage.tick({ type: 'leave', seat: 0 }, stage.joins(1, 'Bot', true)))).toBe(0);
});

test("a person's score is told to the world, a bot's is not", () => {
  const stage = new Stage().tick();
  stage.tick(stage.joins(0, 'Ann'), stage.joins(1, 'Bot', true));
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2]).score = 4;
  stage.lay(1, 'up', [20, 0], [20, 1], [20, 2]).score = 9;
  stage.tick();
  const data = { name: 'Ann', points: 4, colour: 1 };
  expect(stage.effects).toEqual([{ kind: 'score', data }]);
});
