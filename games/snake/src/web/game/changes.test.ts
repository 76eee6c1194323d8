// What the page notices between ticks.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { type Change, Changes } from './changes.ts';
import { textOf } from './sentence.ts';

function follow(changes: Changes, stage: Stage, seat?: number): Change {
  const { state, simulation } = stage;
  return changes.follow({ state, seat, tick: simulation.tick, tickRate: 8 });
}

test('people who come and go are news; those there before, oneself and bots are not', () => {
  const stage = new Stage().join('Ann');
  const changes = new Changes();
  expect(follow(changes, stage, 0).news).toEqual([]);
  stage.tick(stage.joins(1, 'Bob'), stage.joins(2, 'Robot', true));
  expect(follow(changes, stage, 0).news.map(textOf)).toEqual(['Bob joined']);
  expect(follow(changes, stage, 0).news).toEqual([]);
  stage.tick({ type: 'leave', seat: 1 }, { type: 'leave', seat: 2 });
  expect(follow(changes, stage, 0).news.map(textOf)).toEqual(['Bob left']);
  changes.reset();
  stage.tick(stage.joins(3, 'Cem'));
  expect(follow(changes, stage, 0).news).toEqual([]);
});

test('a meal tells who ate how much', () => {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.state.ground.set(11, 5, 7);
  const changes = new Changes();
  expect(follow(changes, stage).meals).toEqual([]);
  const { meals } = follow(changes, stage.tick());
  expect(meals.map(({ snake, points }) => [snake.name, points])).toEqual([['Ann', 7]]);
  expect(follow(changes, stage.tick()).meals).toEqual([]);
});

test('a new snake counts 3, 2, 1 and starts, for its player alone', () => {
  const stage = new Stage().join('Ann');
  const own = new Changes();
  const others = new Changes();
  follow(own, stage, 0);
  const told: (number | string)[] = [];
  stage.tick(stage.plays(0));
  for (let i = 0; i < 12; i++) {
    const { countdown, starts } = follow(own, stage, 0);
    if (countdown !== undefined) told.push(countdown);
    if (starts) told.push('go');
    expect(follow(others, stage)).toMatchObject({ countdown: undefined, starts: false });
    stage.tick();
  }
  expect(told).toEqual([3, 2, 1, 'go']);
});

test('where a snake moves at once there is nothing to count', () => {
  const stage = new Stage({ speed: 'classic' }).join('Ann');
  const changes = new Changes();
  follow(changes, stage, 0);
  stage.tick(stage.plays(0));
  for (let i = 0; i < 3; i++) {
    expect(follow(changes, stage, 0)).toMatchObject({ countdown: undefined, starts: false });
    stage.tick();
  }
});
