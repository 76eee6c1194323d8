// Food and stones: how often, and where.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import { stone } from './ground.ts';

/** Living snakes far from each other that circle for ever on four cells, so that nothing disturbs. */
function circle(stage: Stage, seat: number, x: number, y: number): void {
  stage.lay(seat, 'left', [x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]);
}
const round = ['down', 'right', 'up', 'left'] as const;

/** Ticks with the ground swept after each, and how many cells of the kind appeared. */
function appeared(stage: Stage, seats: number, ticks: number, min: number, max: number): number {
  let found = 0;
  for (let i = 0; i < ticks; i++) {
    const turns = Array.from({ length: seats }, (_, seat) =>
      stage.turns(seat, round[i % 4] as (typeof round)[number]),
    );
    stage.tick(...turns);
    found += stage.count(min, max);
    stage.state.ground.fill(0);
  }
  expect(stage.state.phase).toBe('playing');
  return found;
}

test('a digit appears with 6 % per living snake and tick', () => {
  const stage = new Stage().join('Ann', 'Bea', 'Cid');
  for (let seat = 0; seat < 3; seat++) circle(stage, seat, 10 + seat * 10, 10);
  const share = appeared(stage, 3, 4000, 1, 9) / (3 * 4000);
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.07);
});

test('a stone appears with 6 % a tick, however many play; without the option none does', () => {
  for (const stones of [true, false]) {
    const stage = new Stage({ stones }).join('Ann', 'Bea', 'Cid');
    for (let seat = 0; seat < 3; seat++) circle(stage, seat, 10 + seat * 10, 10);
    const share = appeared(stage, 3, 4000, stone, stone) / 4000;
    expect(share).toBeGreaterThanOrEqual(stones ? 0.05 : 0);
    expect(share).toBeLessThan(stones ? 0.07 : 0.0001);
  }
});

test('a stone never appears within four steps of a living head', () => {
  const stage = new Stage({ stones: true }).join('Ann');
  circle(stage, 0, 24, 12);
  const { ground } = stage.state;
  for (let i = 0; i < 2000; i++) {
    stage.tick(stage.turns(0, round[i % 4] as (typeof round)[number]));
    const [[x, y]] = stage.body(0) as [readonly [number, number]];
    for (let cell = 0; cell < ground.length; cell++) {
      if (ground.at(cell) !== stone) continue;
      const steps = Math.abs((cell % 50) - x) + Math.abs(Math.floor(cell / 50) - y);
      expect(steps).toBeGreaterThanOrEqual(5);
    }
    ground.fill(0);
  }
});

test('a full field gets no food, and the game goes on', () => {
  const stage = new Stage({ stones: true }).join('Ann');
  circle(stage, 0, 24, 12);
  stage.state.ground.fill(stone);
  for (const [x, y] of stage.body(0)) stage.state.ground.set(x, y, 0);
  for (let i = 0; i < 100; i++) {
    stage.tick(stage.turns(0, round[i % 4] as (typeof round)[number]));
  }
  expect(stage.count(1, 9)).toBe(0);
  expect(stage.snake(0).alive).toBe(true);
});
