// Moves: turns, fairness, eating.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
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

test('the last turn before the tick counts', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick(stage.turns(0, 'up'), stage.turns(0, 'down'));
  expect(stage.body(0)[0]).toEqual([10, 6]);
});

test('reversing is ignored and leaves an earlier turn of the tick in force', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick(stage.turns(0, 'left'));
  expect(stage.body(0)[0]).toEqual([11, 5]);
  stage.tick(stage.turns(0, 'up'), stage.turns(0, 'left'));
  expect(stage.body(0)[0]).toEqual([11, 4]);
});

test('two quick turns in one tick cannot reverse a snake', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'up', [10, 5], [10, 6], [10, 7]);
  stage.tick(stage.turns(0, 'left'), stage.turns(0, 'down'));
  expect(stage.snake(0).alive).toBe(true);
  expect(stage.body(0)[0]).toEqual([9, 5]);
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
