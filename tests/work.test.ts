// Work off the loop: a step asks, a worker does it, and what it gives is a command of a later tick. So
// a replay needs no worker.

import { describe, expect, onTestFinished, test } from 'vitest';
import { threadPool } from '../packages/tickhouse/dist/server/index.js';
import { blueprintOf, planOf, Simulation } from '../packages/tickhouse/src/game/index.ts';
import { defineGame, openState, u8, u32 } from '../packages/tickhouse/src/index.ts';
import type { TickRecord } from '../packages/tickhouse/src/journal/index.ts';
import { serve, type WorkSource } from '../packages/tickhouse/src/server/index.ts';
import { createHouse, rehearse } from '../packages/tickhouse/src/testing/index.ts';
import { maze } from './support/games/maze.ts';
import { rejectionOf, visitor } from './support/house.ts';
import { ticksOf } from './support/slow-journal.ts';

/** A game that asks for a square whenever it is told to. */
const squares = defineGame({
  name: 'squares',
  rulesVersion: 1,
  tickRate: 20,
  seats: 1,
  inputs: { ask: { n: u8 } },
  work: { square: { asks: { n: u8 }, gives: { n2: u32 } } },
  state: { sum: u32, failed: u32, results: u32 },
  step({ state, inputs, results, offload }) {
    for (const { gives } of results) {
      state.results++;
      if (gives === undefined) state.failed++;
      else state.sum += gives.n2;
    }
    for (const { data } of inputs) offload('square', { n: data.n });
  },
});

type Ways = typeof import('./fixtures/maze-work.mjs');

/** A seed of 1 for each room, whatever was asked before. */
const randomBytes = (count: number) => new Uint8Array(count).fill(1);
const seed = 0x01010101;

describe('a room whose bots find their ways in a pool of threads', () => {
  test('walks, and is made again from its commands without a worker', async () => {
    const pool = threadPool<Ways>(new URL('./fixtures/maze-work.mjs', import.meta.url), {
      workers: 2,
    });
    onTestFinished(() => pool.close());
    // A worker needs the schemas; functions do not cross.
    const plain = JSON.parse(JSON.stringify(maze)) as unknown;
    const records: TickRecord[] = [];
    const house = createHouse({
      games: [maze],
      randomBytes,
      journal: { append: (more) => void records.push(...structuredClone(ticksOf(more))) },
      work: {
        maze: {
          path: async (asked, { state, signal }) => {
            const transfer = [state.buffer];
            const heading = await pool.run('firstStep', [plain, state, asked], {
              signal,
              transfer,
            });
            return { heading };
          },
        },
      },
    });
    const ann = house.join(maze, {});
    house.tick(ann.room);
    while (ann.state.arrivals < 12) {
      house.tick(ann.room);
      await new Promise(setImmediate);
      if (ann.tick % 40 === 0) ann.send('stir');
    }
    expect(house.errors).toEqual([]);
    expect(ann.state.failures).toBe(0);
    const results = records
      .flatMap(({ commands }) => commands)
      .filter(({ type }) => type === 'result');
    expect(results.length).toBeGreaterThan(50);

    await pool.close();
    const again = new Simulation(planOf(blueprintOf(maze)), { seed, twice: true });
    for (const { tick, commands } of records) {
      again.advance(commands);
      expect(again.tick).toBe(tick);
    }
    const replayed = again.state as typeof ann.state;
    expect([...replayed.bots].map(({ at, steps }) => [at, steps])).toEqual(
      [...ann.state.bots].map(({ at, steps }) => [at, steps]),
    );
    expect(replayed.arrivals).toBe(ann.state.arrivals);
  });
});

/** Resolves when all chains of promises have run dry. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('work', () => {
  test('comes back in a later tick, with what was asked and a copy of the state', async () => {
    const sources: WorkSource[] = [];
    const house = createHouse({
      games: [squares],
      work: {
        squares: {
          square: ({ n }, source) => {
            sources.push(source);
            return { n2: n * n };
          },
        },
      },
    });
    const ann = house.join(squares, {}, { room: 'desk' });
    house.tick(ann.room);
    ann.send('ask', { n: 7 });
    house.tick(ann.room);
    await settled();
    house.tick(ann.room);
    expect(ann.state.sum).toBe(49);
    const [source] = sources as [WorkSource];
    expect(source).toMatchObject({ game: 'squares', room: 'desk', tick: 2, options: {} });
    expect(openState(squares, {}, source.state).sum).toBe(0);
    expect(source.signal.aborted).toBe(false);
  });

  test('that throws, rejects, or gives what does not fit, comes back as failed', async () => {
    const answers = [
      () => {
        throw new Error('broken');
      },
      () => Promise.reject(new Error('later')),
      () => ({ n2: -1 }),
      () => ({}) as { n2: number },
    ];
    const house = createHouse({
      games: [squares],
      work: { squares: { square: ({ n }) => answers[n]?.() ?? { n2: 1 } } },
    });
    const ann = house.join(squares, {});
    house.tick(ann.room);
    for (const n of [0, 1, 2, 3, 4]) ann.send('ask', { n });
    house.tick(ann.room);
    await settled();
    house.tick(ann.room);
    expect([ann.state.results, ann.state.failed, ann.state.sum]).toEqual([5, 4, 1]);
    expect(house.errors.map((error) => (error as { code?: string }).code)).toEqual(
      new Array(4).fill('WORK_FAILED'),
    );
    expect(String(house.errors[0])).toContain('broken');
  });

  test('more than a room may have under way fails at once', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const house = createHouse({
      games: [squares],
      limits: { workMax: 2 },
      work: {
        squares: {
          square: async ({ n }) => {
            await gate;
            return { n2: n };
          },
        },
      },
    });
    const ann = house.join(squares, {});
    house.tick(ann.room);
    for (const n of [1, 2, 3]) ann.send('ask', { n });
    house.tick(ann.room, 2);
    expect([ann.state.failed, ann.state.sum]).toEqual([1, 0]);
    release();
    await settled();
    house.tick(ann.room);
    expect(ann.state.sum).toBe(3);
  });

  test('is taken back when its room is over, and says nothing then', async () => {
    const signals: AbortSignal[] = [];
    const house = createHouse({
      games: [squares],
      limits: { lingerMs: 1 },
      work: {
        squares: {
          square: ({ n }, { signal }) => {
            signals.push(signal);
            return new Promise((resolve) => {
              signal.addEventListener('abort', () => resolve({ n2: n }));
            });
          },
        },
      },
    });
    const ann = house.join(squares, {});
    house.tick(ann.room);
    ann.send('ask', { n: 1 });
    house.tick(ann.room);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    ann.leave();
    house.advance(1_000);
    expect(house.host.roomCount).toBe(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await settled();
    expect(house.errors).toEqual([]);
  });

  test('is typed and done by a real server, with which its pools are closed', async () => {
    const pool = threadPool<Ways>(new URL('./fixtures/maze-work.mjs', import.meta.url));
    const server = await serve({
      games: [squares],
      port: 0,
      signals: false,
      pools: [pool],
      work: { squares: { square: async ({ n }) => ({ n2: n * n }) } },
    });
    onTestFinished(() => server.close());
    const ann = await visitor(server.url).join(squares, {});
    ann.send('ask', { n: 9 });
    await new Promise<void>((resolve) => {
      ann.onTick(({ state }) => {
        if (state.sum === 81) resolve();
      });
    });
    expect(ann.state.results).toBe(1);
    await server.close();
    const { code } = await pool.run('firstStep', [{}, new Uint8Array(), { from: 0, to: 0 }]).then(
      () => ({ code: 'it still runs' }),
      (error) => error,
    );
    expect(code).toBe('COMPUTE_CLOSED');
  });

  test('that nobody does, or nobody asks for, is told when the server starts', async () => {
    const lacking = serve({ games: [squares], port: 0 });
    expect(await rejectionOf(lacking)).toBe('GAME_DEFINITION');
    const handler = () => ({ n2: 1 });
    const work = { squares: { square: handler, cube: handler } };
    expect(() => createHouse({ games: [squares], work })).toThrow('work.squares.cube');
  });

  test('is rehearsed by hand', () => {
    const stage = rehearse(squares);
    stage.join(0, {});
    stage.input(0, 'ask', { n: 3 });
    stage.advance();
    expect(stage.asks).toEqual([{ kind: 'square', asked: { n: 3 } }]);
    stage.result('square', { asked: { n: 3 }, gives: { n2: 9 } });
    stage.result('square', { asked: { n: 4 }, gives: undefined });
    stage.advance();
    expect([stage.state.sum, stage.state.failed, stage.asks]).toEqual([9, 1, []]);
  });

  test('of a kind or with values that the game does not define is an error of its step', () => {
    const wrong = defineGame({
      ...{ name: 'wrong', rulesVersion: 1, tickRate: 1, seats: 1, inputs: {}, state: {} },
      work: { square: { asks: { n: u8 }, gives: { n2: u32 } } },
      step({ tick, offload }) {
        // @ts-expect-error no such work
        if (tick === 1) offload('cube', { n: 1 });
        offload('square', { n: 256 });
      },
    });
    expect(() => rehearse(wrong).advance()).toThrow('no kind "cube"');
    const later = rehearse(wrong, {});
    expect(() => later.advance()).toThrow();
    expect(() => later.advance()).toThrow('256');
  });
});
