// Laws of replay files: what was made is made again, at every tick; a file that was cut loses its end
// and nothing else; any other damage is told with its place.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snake } from '../../../../games/snake/src/rules/index.ts';
import { Crowd } from '../../../../tests/support/crowd.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { maze } from '../../../../tests/support/games/maze.ts';
import { type AnyGame, blueprintOf, planOf, Simulation } from '../game/index.ts';
import { firstDifference, Replay } from './replay.ts';
import { Tail } from './tail.ts';

const games: readonly AnyGame[] = [arena, cards, maze, snake];

interface Run {
  readonly game: AnyGame;
  readonly file: Uint8Array;
  /** The state after each tick, by its number. */
  readonly states: ReadonlyMap<number, Uint8Array>;
}

/** A room under random commands of every type, as a room would queue them. */
function run(game: AnyGame, seed: number, ticks: number): Run {
  const plan = planOf(blueprintOf(game));
  const simulation = new Simulation(plan, { seed });
  const tail = new Tail(plan, simulation);
  const crowd = new Crowd(game, seed);
  const states = new Map([[0, simulation.save()]]);
  for (let tick = 1; tick <= ticks; tick++) {
    const commands = crowd.commands(simulation);
    tail.making(commands);
    simulation.advance(commands);
    tail.made();
    states.set(tick, simulation.save());
  }
  return { game, file: tail.replay('test'), states };
}

describe.each(games.map((game) => [game.name, game] as const))('%s', (_name, game) => {
  test('a replay is in the live state at every tick, in order and by leaps', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 160 }), (seed, ticks) => {
        const { file, states } = run(game, seed, ticks);
        const replay = new Replay(file, game);
        const dice = new Dice(seed);
        const length = replay.lastTick - replay.firstTick + 1;
        expect(replay.lastTick).toBe(ticks);
        const leaps = Array.from({ length: 12 }, () => replay.firstTick + dice.below(length));
        const inOrder = Array.from({ length }, (_, i) => replay.firstTick + i);
        for (const tick of [...leaps, ...inOrder]) {
          replay.seek(tick);
          expect(replay.tick).toBe(tick);
          expect(Buffer.compare(replay.simulation.memory.u8, states.get(tick) as Uint8Array)).toBe(
            0,
          );
        }
        expect(replay.step()).toBeUndefined();
      }),
      { numRuns: 15 },
    );
  });

  test('a file that was cut anywhere has what lies before the cut, or says that it is too short', () => {
    const { file, states } = run(game, 7, 130);
    for (const length of cuts(file.length)) {
      let replay: Replay;
      try {
        replay = new Replay(file.slice(0, length), game);
      } catch (error) {
        expect((error as { code: string }).code).toBe('REPLAY_FORMAT');
        continue;
      }
      for (let tick = replay.firstTick; tick <= replay.lastTick; tick++) {
        replay.seek(tick);
        const { u8 } = replay.simulation.memory;
        expect(Buffer.compare(u8, states.get(tick) as Uint8Array)).toBe(0);
      }
    }
  });

  test('a byte that was changed anywhere is told, with its place', () => {
    const { file } = run(game, 9, 60);
    for (const at of cuts(file.length)) {
      const damaged = Uint8Array.from(file);
      damaged[at] = (damaged[at] as number) ^ 0x10;
      const error = (() => {
        try {
          return new Replay(damaged, game);
        } catch (thrown) {
          return thrown as { code: string; message: string };
        }
      })();
      if (error instanceof Replay) throw new Error(`nobody noticed the change at byte ${at}`);
      if (at < 10) expect(error.code).toBe('REPLAY_FORMAT');
      else
        expect([error.code, error.message]).toEqual([
          'REPLAY_DAMAGED',
          expect.stringMatching(/byte \d+/),
        ]);
    }
  });
});

/** Every place near the ends, and some between. */
function cuts(length: number): number[] {
  const step = Math.max(1, Math.floor(length / 150));
  return Array.from({ length }, (_, i) => i).filter(
    (at) => at < 60 || at > length - 40 || at % step === 0,
  );
}

test('two runs part at the first tick and field at which their states do', () => {
  const one = run(snake, 3, 40);
  const same = run(snake, 3, 60);
  const other = run(snake, 4, 40);
  const open = ({ file }: Run) => new Replay(file, snake);
  expect(firstDifference(open(one), open(same))).toBeUndefined();
  expect(firstDifference(open(one), open(other))).toEqual({ tick: 0, path: '$random.a' });
});

test('another game, other rules and other schemas are refused', () => {
  const { file } = run(snake, 1, 5);
  const code = (game: AnyGame) => {
    try {
      return new Replay(file, game).tick;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code(arena)).toBe('REPLAY_GAME');
  expect(code({ ...snake, rulesVersion: 99 })).toBe('REPLAY_GAME');
  expect(code({ ...snake, hash: '0'.repeat(16) })).toBe('REPLAY_GAME');
  expect(code(snake)).toBe(0);
});

test('rules that lead elsewhere are found at a hash, and a tick outside of the file is refused', () => {
  const { file } = run(snake, 1, 60);
  const { step } = snake.definition;
  const changed: AnyGame = {
    ...snake,
    definition: {
      ...snake.definition,
      step: (context: never) => {
        const { tick, state } = context as unknown as { tick: number; state: { began: number } };
        step(context);
        if (tick === 20) state.began++;
      },
    },
  };
  const replay = new Replay(file, changed);
  const play = () => {
    while (replay.step() !== undefined);
  };
  expect(play).toThrow('tick 24 differs');
  expect(() => new Replay(file, snake).seek(61)).toThrow('ticks 0 to 60');
  expect(() => new Replay(file, snake).seek(1.5)).toThrow('1.5');
});

test('a file of ten seconds of ten busy players is small', () => {
  const { file } = run(snake, 5, 80);
  expect(file.length).toBeLessThan(6_000);
});
