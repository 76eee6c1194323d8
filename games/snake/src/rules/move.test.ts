// Moves: turns, fairness, eating.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import { stone } from './ground.ts';
import { nobody } from './schema.ts';

test('every living snake moves one cell a tick', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'up', [20, 10], [20, 11], [20, 12]);
  stage.tick();
  expect(stage.body(0)).toEqual([
    [11, 5],
    [10, 5],
    [9, 5],
  ]);
  expect(stage.body(1)[0]).toEqual([20, 9]);
});

test('two quick turns in one tick both count, one a tick', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'up', [10, 5], [10, 6], [10, 7]);
  stage.tick(stage.turns(0, 'left'), stage.turns(0, 'down'));
  expect(stage.body(0)[0]).toEqual([9, 5]);
  stage.tick();
  expect(stage.body(0)[0]).toEqual([9, 6]);
  stage.tick();
  expect(stage.body(0)[0]).toEqual([9, 7]);
});

test('reversing is ignored', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick(stage.turns(0, 'left'));
  expect(stage.body(0)[0]).toEqual([11, 5]);
});

test('a turn back after a turn that waits takes its place: the last arrow counts', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick(stage.turns(0, 'up'), stage.turns(0, 'down'));
  expect(stage.body(0)[0]).toEqual([10, 6]);
  stage.tick();
  expect(stage.body(0)[0]).toEqual([10, 7]);
});

test('the same arrow twice is one turn; more than three that wait are dropped', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  const pressed = ['up', 'up', 'right', 'right', 'up', 'left'] as const;
  stage.tick(...pressed.map((heading) => stage.turns(0, heading)));
  const headings = [stage.snake(0).heading];
  for (let i = 0; i < 4; i++) headings.push(stage.tick().snake(0).heading);
  expect(headings).toEqual(['up', 'right', 'up', 'up', 'up']);
});

test('turns that wait die with their snake', () => {
  const stage = new Stage({ speed: 'classic' }).join('Ann');
  stage.lay(0, 'up', [10, 1], [10, 2], [10, 3]);
  stage.state.ground.set(10, 0, stone);
  stage.tick(stage.turns(0, 'up'));
  stage.tick(stage.plays(0));
  const { heading } = stage.snake(0);
  expect(stage.snake(0).turns.length).toBe(0);
  expect(stage.tick().snake(0).heading).toBe(heading);
});

test('a turn of a player who watches says nothing', () => {
  const stage = new Stage().join('Ann');
  stage.tick(stage.turns(0, 'left'));
  expect(stage.snake(0).heading).toBe('up');
});

test('a digit gives its points at once and its growth one cell a tick from the next tick on', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.state.ground.set(11, 5, 2);
  const lengths: number[] = [];
  for (let i = 0; i < 4; i++) {
    stage.tick();
    lengths.push(stage.snake(0).body.length);
  }
  expect(lengths).toEqual([3, 4, 5, 5]);
  expect(stage.snake(0).score).toBe(2);
  expect(stage.state.ground.get(11, 5)).toBe(0);
});

test('a head may follow a tail that moves away, its own too', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'up', [10, 5], [10, 6], [11, 6], [11, 5]);
  stage.lay(1, 'right', [20, 5], [19, 5], [18, 5]);
  stage.tick(stage.turns(0, 'right'));
  expect(stage.snake(0).alive).toBe(true);
  expect(stage.body(0)[0]).toEqual([11, 5]);
});

test('a tail that stays because its snake grows is an obstacle', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  const bea = stage.lay(1, 'right', [13, 5], [12, 5], [11, 5]);
  bea.score = 1;
  stage.tick();
  expect(stage.snake(0).alive).toBe(false);
  expect(stage.events).toContainEqual({ kind: 'died', data: { seat: 0, by: 1, x: 10, y: 5 } });
});

test('two heads on one cell both die, each by the other', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'left', [12, 5], [13, 5], [14, 5]);
  stage.tick();
  expect(stage.events).toEqual([
    { kind: 'died', data: { seat: 0, by: 1, x: 10, y: 5 } },
    { kind: 'died', data: { seat: 1, by: 0, x: 12, y: 5 } },
    { kind: 'gameOver', data: {} },
  ]);
});

test('two heads that would change places both die', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'left', [11, 5], [12, 5], [13, 5]);
  stage.tick();
  expect(stage.snake(0).alive || stage.snake(1).alive).toBe(false);
});

test('who sits first gains nothing: a scene and its mirror end alike', () => {
  for (const [first, second] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const stage = new Stage().join('Ann', 'Bea');
    // One follows the tail of another that dies in the same tick.
    stage.lay(first, 'left', [0, 5], [1, 5], [2, 5]);
    stage.lay(second, 'left', [3, 5], [4, 5], [5, 5]);
    stage.tick();
    expect(stage.snake(first).alive).toBe(false);
    expect(stage.snake(second).alive).toBe(true);
    expect(stage.body(second)[0]).toEqual([2, 5]);
    const died = { seat: first, by: nobody, x: 0, y: 5 };
    expect(stage.events).toEqual([{ kind: 'died', data: died }]);
  }
});
