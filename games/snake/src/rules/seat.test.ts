// Seats: names, colours, and the bots that keep people company.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import { deadHead, deadTail } from './ground.ts';

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

test('a bot whose process ended is asked for again, and the one that comes goes on with its snake', () => {
  const stage = new Stage({ company: 3 });
  stage.tick(stage.joins(0, 'Ann'), stage.joins(1, 'Ziggy', true), stage.joins(2, 'Mamba', true));
  stage.lay(1, 'right', [10, 5], [9, 5], [8, 5], [7, 5]);
  const { colour } = stage.snake(1);
  expect(wanted(stage.tick({ type: 'away', seat: 1 }, { type: 'away', seat: 2 }))).toBe(2);
  // A person in between takes nobody's snake over.
  stage.tick(stage.joins(3, 'Bea'));
  expect(stage.snake(1)).toMatchObject({ name: 'Ziggy', alive: true });
  stage.tick(stage.joins(4, 'Pixel', true));
  expect(stage.state.snakes.at(1)).toBeUndefined();
  expect(stage.snake(4)).toMatchObject({ name: 'Ziggy', bot: true, alive: true, score: 1, colour });
  expect(stage.body(4)[0]).toEqual([13, 5]);
  expect(stage.state.occupied.get(13, 5)).toBe(5);
  expect(stage.count(deadHead, deadTail)).toBe(0);
  stage.tick(stage.joins(5, 'Cobalt', true));
  expect([...stage.state.snakes].map(({ name }) => name)).toEqual(['Ann', 'Bea', 'Ziggy', 'Mamba']);
});

test('a bot that nobody replaces goes when its seat does', () => {
  const stage = new Stage({ company: 3 }).tick();
  stage.tick(stage.joins(0, 'Ann'), stage.joins(1, 'Ziggy', true));
  stage.lay(1, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick({ type: 'away', seat: 1 });
  expect(stage.snake(1).alive).toBe(true);
  stage.tick({ type: 'leave', seat: 1 });
  expect(stage.state.snakes.at(1)).toBeUndefined();
  expect(stage.count(deadHead)).toBe(1);
});

test('a bot that came before the one it follows was missed goes on with its snake all the same', () => {
  const stage = new Stage({ company: 3 });
  stage.tick(stage.joins(0, 'Ann'), stage.joins(1, 'Ziggy', true));
  stage.lay(1, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick(stage.joins(2, 'Pixel', true), { type: 'away', seat: 1 });
  expect([...stage.state.snakes].map(({ name }) => name)).toEqual(['Ann', 'Ziggy']);
  expect(stage.snake(2)).toMatchObject({ name: 'Ziggy', alive: true, lost: false });
});
