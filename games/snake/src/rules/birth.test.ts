// Births: who gets a snake, where, and what comes with it.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import { deadBody, deadHead, stone } from './ground.ts';
import { hasPlayed, stillTicks } from './schema.ts';

test('a joined player watches until "play"', () => {
  const stage = new Stage().join('Ann');
  expect(stage.snake(0).alive).toBe(false);
  expect(stage.snake(0).body.length).toBe(0);
  expect(stage.state.phase).toBe('waiting');
  stage.tick(stage.plays(0));
  expect(stage.snake(0).alive).toBe(true);
  expect(stage.state.phase).toBe('playing');
});

test('a new snake has length 3, score 0, one food; the classic one moves from the next tick on', () => {
  const stage = new Stage({ speed: 'classic' }).join('Ann');
  stage.tick(stage.plays(0));
  const born = stage.body(0);
  expect(born).toHaveLength(3);
  expect(stage.snake(0).score).toBe(0);
  expect(stage.count(1, 9)).toBeGreaterThanOrEqual(1);
  stage.tick();
  expect(stage.body(0)).toHaveLength(3);
  expect(stage.body(0)[1]).toEqual(born[0]);
  expect(stage.body(0)[2]).toEqual(born[1]);
});

test('elsewhere a new snake lies still for a moment, is an obstacle, and keeps its turns', () => {
  const stage = new Stage().join('Ann');
  stage.tick(stage.plays(0));
  const born = stage.body(0);
  const { heading, movesAt } = stage.snake(0);
  const aside = heading === 'up' || heading === 'down' ? 'left' : 'up';
  stage.tick(stage.turns(0, aside));
  expect(movesAt - stage.simulation.tick).toBe(stillTicks.normal);
  while (stage.simulation.tick < movesAt - 1) {
    stage.tick();
    expect(stage.body(0)).toEqual(born);
  }
  stage.tick();
  expect(stage.snake(0).heading).toBe(aside);
  expect(stage.body(0)[1]).toEqual(born[0]);
});

test('whoever runs into a snake that lies still dies, and it does not', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]).movesAt = 100;
  stage.lay(1, 'left', [11, 5], [12, 5], [13, 5]);
  stage.tick();
  expect(stage.events).toContainEqual({ kind: 'died', data: { seat: 1, by: 0, x: 11, y: 5 } });
  expect(stage.snake(0).alive).toBe(true);
});

test('the tick in which a game began tells who has played in it', () => {
  const stage = new Stage().join('Ann', 'Bea');
  expect([stage.state.began, hasPlayed(stage.snake(0), stage.state)]).toEqual([0, false]);
  stage.tick(stage.plays(0));
  const played = () => [0, 1].map((seat) => hasPlayed(stage.snake(seat), stage.state));
  expect([stage.state.began, ...played()]).toEqual([2, true, false]);
  stage.state.ground.fill(stone);
  stage.untilMoving().tick();
  expect(stage.state.phase).toBe('over');
  stage.tick(stage.plays(1));
  expect([stage.state.began, ...played()]).toEqual([stage.simulation.tick, false, true]);
});

test('new snakes lie straight, at random, at least 5 cells from each border, on both fields', () => {
  for (const field of ['classic', 'large']) {
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const stage = new Stage({ seed, field }).join('Ann');
      stage.tick(stage.plays(0));
      const { width, height } = stage.state.ground;
      const body = stage.body(0);
      for (const [x, y] of body) {
        expect(Math.min(x, y, width - 1 - x, height - 1 - y)).toBeGreaterThanOrEqual(5);
      }
      const [[x0, y0], , [x2, y2]] = body as [[number, number], unknown, [number, number]];
      expect(Math.abs(x0 - x2) + Math.abs(y0 - y2)).toBe(2);
      expect(x0 === x2 || y0 === y2).toBe(true);
      seen.add(`${body[0]} ${stage.snake(0).heading}`);
    }
    expect(seen.size).toBeGreaterThan(150);
  }
});

test('a new snake finds the last free place of a full field, and waits where there is none', () => {
  const stage = new Stage().join('Ann', 'Bea', 'Cid');
  stage.lay(1, 'right', [2, 0], [1, 0], [0, 0]);
  const { ground } = stage.state;
  for (let y = 1; y < ground.height; y++) {
    for (let x = 0; x < ground.width; x++) ground.set(x, y, stone);
  }
  stage.tick(stage.plays(0), stage.plays(2));
  expect(stage.snake(0).alive).toBe(false);
  expect(stage.events.filter(({ kind }) => kind === 'noPlace')).toEqual([
    { kind: 'noPlace', data: { seat: 0 } },
    { kind: 'noPlace', data: { seat: 2 } },
  ]);
  for (let x = 20; x < 25; x++) ground.set(x, 12, 0);
  stage.tick(stage.plays(0));
  expect(stage.snake(0).alive).toBe(true);
  expect([stage.body(0)[0], stage.snake(0).heading]).toSatisfy(
    ([head, heading]) =>
      (heading === 'right' && String(head) === '22,12') ||
      (heading === 'left' && String(head) === '22,12'),
  );
});

test('a new snake keeps away from living ones', () => {
  for (let seed = 0; seed < 50; seed++) {
    const stage = new Stage({ seed }).join('Ann', 'Bea', 'Cid', 'Dan');
    stage.tick(stage.plays(0), stage.plays(1), stage.plays(2), stage.plays(3));
    const bodies = [0, 1, 2, 3].map((seat) => stage.body(seat));
    for (const [i, one] of bodies.entries()) {
      for (const other of bodies.slice(0, i)) {
        const nearest = Math.min(
          ...one.flatMap(([x, y]) =>
            other.map(([u, v]) => Math.max(Math.abs(x - u), Math.abs(y - v))),
          ),
        );
        expect(nearest).toBeGreaterThan(3);
      }
    }
  }
});

test('"play" while alive says nothing, also in the tick of the death', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5]);
  stage.lay(1, 'up', [20, 10], [20, 11], [20, 12]);
  stage.tick(stage.plays(0));
  expect(stage.body(0)[0]).toEqual([11, 5]);
  stage.state.ground.set(12, 5, stone);
  stage.tick(stage.plays(0));
  expect(stage.snake(0).alive).toBe(false);
});

test('a snake born in the tick in which the last one dies carries the game on', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2]);
  stage.tick(stage.plays(1));
  expect(stage.events.map(({ kind }) => kind)).toEqual(['died']);
  expect(stage.state.phase).toBe('playing');
  expect(stage.count(deadHead)).toBe(1);
});

test('the first play after the game is over starts a clean field with everybody at 0', () => {
  const stage = new Stage().join('Ann', 'Bea');
  stage.lay(0, 'up', [10, 0], [10, 1], [10, 2]).score = 7;
  stage.tick();
  expect(stage.state.phase).toBe('over');
  expect(stage.count(deadHead, deadBody)).toBe(2);
  expect(stage.snake(0).score).toBe(7);
  stage.tick(stage.plays(1));
  expect(stage.state.phase).toBe('playing');
  expect(stage.count(deadHead, deadBody)).toBe(0);
  expect(stage.snake(0).score).toBe(0);
  expect(stage.snake(0).best).toBe(7);
});
