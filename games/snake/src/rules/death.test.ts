// Deaths: what kills, what stays, how a game ends.
import { describe, expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import { deadBody, deadHead, deadTail, stone } from './ground.ts';
import { type Heading, nobody } from './schema.ts';

describe('a snake dies', () => {
  const borders: readonly [Heading, number, number, number, number][] = [
    ['up', 10, 0, 0, 1],
    ['right', 49, 10, -1, 0],
    ['down', 10, 24, 0, -1],
    ['left', 0, 10, 1, 0],
  ];
  test.each(borders)('at the border, going %s', (heading, x, y, dx, dy) => {
    const stage = new Stage().join('Ann');
    stage.lay(0, heading, [x, y], [x + dx, y + dy], [x + 2 * dx, y + 2 * dy]);
    stage.tick();
    expect(stage.events[0]).toEqual({ kind: 'died', data: { seat: 0, by: nobody, x, y } });
    expect(stage.state.ends.at(0)).toMatchObject({ cause: 'border', killer: 0 });
  });

  test.each([stone, deadHead, deadBody, deadTail])('at ground %i', (ground) => {
    const stage = new Stage().join('Ann');
    stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
    stage.state.ground.set(11, 5, ground);
    stage.tick();
    expect(stage.events[0]).toMatchObject({ kind: 'died', data: { by: nobody } });
    expect(stage.state.ground.get(11, 5)).toBe(ground);
    expect(stage.state.ends.at(0)?.cause).toBe(ground === stone ? 'stone' : 'dead');
  });

  test('at its own body', () => {
    const stage = new Stage().join('Ann');
    stage.lay(0, 'up', [10, 5], [10, 6], [11, 6], [11, 5], [11, 4], [10, 4]);
    stage.tick(stage.turns(0, 'right'));
    expect(stage.events[0]).toMatchObject({ kind: 'died', data: { seat: 0, by: 0 } });
    expect(stage.state.ends.at(0)?.cause).toBe('itself');
  });

  test('at the body of another, which lives on', () => {
    const stage = new Stage().join('Ann', 'Bea');
    stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
    stage.lay(1, 'down', [11, 6], [11, 5], [11, 4]);
    stage.tick();
    expect(stage.events).toEqual([{ kind: 'died', data: { seat: 0, by: 1, x: 10, y: 5 } }]);
    expect(stage.snake(1).alive).toBe(true);
    expect(stage.state.ends.at(0)).toMatchObject({ cause: 'snake', killer: stage.snake(1).id });
    expect(stage.state.ends.at(1)).toBeUndefined();
  });
});

test('how a snake ended stays until its player has another one, also when a new game begins', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2], [10, 3], [10, 4]);
  stage.tick();
  expect(stage.state.phase).toBe('over');
  stage.tick(stage.plays(1));
  expect(stage.snake(0).score).toBe(0);
  expect(stage.state.ends.at(0)).toMatchObject({ cause: 'border', points: 2 });
  stage.tick(stage.plays(0));
  expect([stage.snake(0).alive, stage.state.ends.size]).toEqual([true, 0]);
});

test('the dead stay on the ground as head, body and tail; the living body is empty', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2], [10, 3]).score = 2;
  stage.lay(1, 'up', [20, 20], [20, 21], [20, 22]);
  stage.tick();
  const { ground, occupied } = stage.state;
  const column = [0, 1, 2, 3].map((y) => ground.get(10, y));
  expect(column).toEqual([deadHead, deadBody, deadBody, deadTail]);
  expect([0, 1, 2, 3].map((y) => occupied.get(10, y))).toEqual([0, 0, 0, 0]);
  expect(stage.snake(0)).toMatchObject({ alive: false, fate: 0 });
  expect(stage.snake(0).body.length).toBe(0);
});

test('a death asks for the score to be kept, under the name, and remembers the best', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2]).score = 12;
  stage.tick();
  expect(stage.effects).toEqual([{ kind: 'score', data: { name: 'Ann', points: 12, colour: 1 } }]);
  expect(stage.snake(0)).toMatchObject({ score: 12, best: 12 });
});

test('when the last living snake dies the game is over: the ground stays, nothing appears', () => {
  const stage = new Stage({ stones: true }).join('Ann');
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2]);
  stage.tick();
  expect(stage.state.phase).toBe('over');
  expect(stage.events.map(({ kind }) => kind)).toEqual(['died', 'gameOver']);
  for (let i = 0; i < 200; i++) stage.tick();
  expect(stage.count(1, 13)).toBe(2);
  expect(stage.events).toEqual([]);
});

test('who leaves alive dies, and the row goes', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'up', [20, 20], [20, 21], [20, 22]);
  stage.tick({ type: 'leave', seat: 0 });
  expect(stage.state.snakes.at(0)).toBeUndefined();
  expect(stage.events).toEqual([{ kind: 'died', data: { seat: 0, by: nobody, x: 10, y: 5 } }]);
  expect(stage.count(deadHead)).toBe(1);
  expect(stage.state.phase).toBe('playing');
  stage.tick({ type: 'leave', seat: 1 });
  expect(stage.events.map(({ kind }) => kind)).toEqual(['died', 'gameOver']);
  expect(stage.state.phase).toBe('over');
});

test('the snake of a player who is away goes straight on', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.tick({ type: 'away', seat: 0 });
  stage.tick();
  expect(stage.body(0)[0]).toEqual([12, 5]);
  stage.tick({ type: 'back', seat: 0 }, stage.turns(0, 'down'));
  expect(stage.body(0)[0]).toEqual([12, 6]);
});
