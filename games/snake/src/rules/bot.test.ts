// Bots: when they play, and how well.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import { botIntent } from './bot.ts';
import { foodMax, stone } from './ground.ts';
import type { Strength } from './schema.ts';

function stageWithBot(): Stage {
  const stage = new Stage();
  return stage.tick(stage.joins(0, 'Ann'), stage.joins(1, 'Bot', true));
}

test('a bot wants a snake when a person has one, and only once in a round', () => {
  const stage = stageWithBot();
  const intent = () => botIntent(stage.state, 1, stage.simulation.tick, 'hard');
  expect(intent()).toBe(undefined);
  stage.tick(stage.plays(0));
  expect(intent()).toEqual({ kind: 'play' });
  stage.lay(1, 'up', [20, 0], [20, 1], [20, 2]);
  stage.tick();
  expect(stage.snake(1).alive).toBe(false);
  expect(intent()).toBe(undefined);
  stage.state.began = stage.simulation.tick;
  expect(intent()).toEqual({ kind: 'play' });
});

test('a bot turns towards food, and away from what kills', () => {
  const stage = stageWithBot();
  stage.lay(1, 'up', [20, 10], [20, 11], [20, 12]);
  stage.state.ground.set(25, 10, 5);
  expect(botIntent(stage.state, 1, 1, 'hard')).toEqual({ kind: 'turn', heading: 'right' });
  stage.state.ground.set(21, 10, stone);
  stage.state.ground.set(20, 9, stone);
  expect(botIntent(stage.state, 1, 1, 'hard')).toEqual({ kind: 'turn', heading: 'left' });
});

test('a bot does not go for food where it could not get out again', () => {
  const stage = stageWithBot();
  stage.lay(1, 'up', [20, 10], [20, 11], [20, 12]);
  // A pocket of one cell with a nine in it.
  stage.state.ground.set(21, 10, foodMax);
  for (const [x, y] of [
    [22, 10],
    [21, 9],
    [21, 11],
  ] as const) {
    stage.state.ground.set(x, y, stone);
  }
  expect(botIntent(stage.state, 1, 1, 'normal')).not.toEqual({ kind: 'turn', heading: 'right' });
});

test('the same state, tick and seat give the same intent, and nothing is changed', () => {
  const stage = stageWithBot();
  stage.lay(1, 'up', [20, 10], [20, 11], [20, 12]);
  const before = stage.simulation.hash();
  const all = Array.from({ length: 50 }, () => botIntent(stage.state, 1, 7, 'easy'));
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(stage.simulation.hash()).toBe(before);
});

test('a stronger bot lives longer and scores more', () => {
  const played = (['easy', 'normal', 'hard'] as const).map((strength) => careers(strength));
  const [easy, normal, hard] = played as [Career, Career, Career];
  expect(easy.points).toBeGreaterThan(0);
  expect(normal.points).toBeGreaterThan(1.3 * easy.points);
  expect(hard.points).toBeGreaterThan(1.3 * normal.points);
  expect(normal.ticks).toBeGreaterThan(easy.ticks);
  expect(hard.ticks).toBeGreaterThan(normal.ticks);
});

interface Career {
  points: number;
  ticks: number;
}

/** What ten lives of one bot come to, alone on a field with a person who only lies there. */
function careers(strength: Strength): Career {
  const sum: Career = { points: 0, ticks: 0 };
  for (let seed = 1; seed <= 10; seed++) {
    const stage = new Stage({ seed });
    stage.tick(stage.joins(0, 'Ann'), stage.joins(1, 'Bot', true));
    stage.lay(0, 'right', [2, 0], [1, 0], [0, 0]).movesAt = 1_000_000;
    stage.tick(stage.plays(1));
    const bot = stage.snake(1);
    while (bot.alive && stage.simulation.tick < 2_000) {
      const intent = botIntent(stage.state, 1, stage.simulation.tick, strength);
      if (intent?.kind === 'turn') stage.tick(stage.turns(1, intent.heading));
      else stage.tick();
    }
    sum.points += bot.score;
    sum.ticks += stage.simulation.tick;
  }
  return sum;
}
