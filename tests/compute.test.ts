// Pools of threads and processes: what they answer, refuse, redo and leave behind. Workers run from the
// built package.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { describe, expect, expectTypeOf, onTestFinished, test } from 'vitest';
import {
  type Pool,
  type PoolOptions,
  processPool,
  threadPool,
} from '../packages/tickhouse/dist/server/index.js';
import { rejectionOf } from './support/house.ts';
import { isRunning } from './support/processes.ts';

type Work = typeof import('./fixtures/heavy-work.mjs');

const work = new URL('./fixtures/heavy-work.mjs', import.meta.url);

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-compute-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits for the file that a worker writes when it has begun, and reads it. */
async function begun(path: string): Promise<number> {
  await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toMatch(/^\d+$/);
  return Number(readFileSync(path, 'utf8'));
}

describe.each([
  ['threads', threadPool],
  ['processes', processPool],
] as const)('a pool of %s', (kind, open) => {
  function openPool(options: PoolOptions = {}): Pool<Work> {
    const pool = open<Work>(work, { workers: 1, ...options });
    onTestFinished(() => pool.close());
    return pool;
  }

  test('calls functions of the module elsewhere, with typed arguments and results', async () => {
    const pool = openPool();
    const sum = await pool.run('add', [2, 3]);
    expectTypeOf(sum).toEqualTypeOf<number>();
    expect(sum).toBe(5);
    expect(await pool.run('later', ['x'])).toBe('x');
    const where = await pool.run('where', []);
    if (kind === 'processes') expect(where.pid).not.toBe(process.pid);
    else {
      expect(where.pid).toBe(process.pid);
      expect(where.threadId).not.toBe(threadId);
    }
    // @ts-expect-error a number is wanted
    void pool.run('add', ['2', 3]).catch(() => {});
    // @ts-expect-error no function
    expect(await rejectionOf(pool.run('constant', []))).toContain('exports no function constant');
  });

  test('values cross as structured clones', async () => {
    const pool = openPool();
    const value = { a: [1, undefined, NaN], map: new Map([[1, new Set(['x'])]]), at: new Date(5) };
    expect(await pool.run('echo', [value])).toEqual(value);
    const bytes = await pool.run('fill', [100_000, 3]);
    expect([bytes.constructor.name.endsWith('Array'), bytes.length]).toEqual([true, 100_000]);
    expect(await pool.run('sum', [bytes])).toBe(300_000);
  });

  test('what a function throws is thrown here, with name, fields, cause and stack', async () => {
    const pool = openPool();
    const error = await pool.run('fail', []).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'RangeError', message: 'out of cheese', code: 'CHEESE' });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.cause).toMatchObject({ name: 'TypeError', message: 'no milk' });
    expect(error).toMatchObject({ shelf: { row: 3 } });
    expect(error).not.toHaveProperty('ask');
    expect(error.stack).toContain('heavy-work.mjs');
    expect(await pool.run('failOddly', []).catch((thrown) => thrown.message)).toBe('a text');
    expect(await pool.run('add', [1, 1])).toBe(2);
  });

  test('more calls than may wait are refused, and the others answered', async () => {
    const pool = openPool({ queueMax: 2 });
    await pool.run('add', [0, 0]);
    const calls = [1, 2, 3, 4, 5].map((ms) => pool.run('spin', [ms]));
    const ends = await Promise.all(calls.map(rejectionOf));
    expect(ends).toEqual([
      'nothing',
      'nothing',
      'nothing',
      'COMPUTE_QUEUE_FULL',
      'COMPUTE_QUEUE_FULL',
    ]);
    expect(pool.stats).toEqual({ workers: 1, busy: 0, waiting: 0 });
  });

  test('a call over its time limit is ended, its worker replaced', async () => {
    const pool = openPool({ timeLimitMs: 200 });
    expect(await rejectionOf(pool.run('spin', [60_000]))).toBe('COMPUTE_TIMEOUT');
    expect(await pool.run('add', [1, 2], { timeLimitMs: 20_000 })).toBe(3);
  });

  test('waiting does not count against the time limit', async () => {
    const pool = openPool();
    await pool.run('add', [0, 0]);
    const first = pool.run('spin', [300]);
    expect(await pool.run('add', [1, 2], { timeLimitMs: 200 })).toBe(3);
    await first;
  });

  test('a call is taken back by its signal, from the queue and from the worker', async () => {
    const pool = openPool();
    const path = join(scratch(), 'pid');
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = pool.run('spinForEver', [path], { signal: running.signal });
    const second = pool.run('add', [1, 1], { signal: waiting.signal });
    const pid = await begun(path);
    waiting.abort(new Error('not needed'));
    await expect(second).rejects.toThrow('not needed');
    running.abort(new Error('no time'));
    await expect(first).rejects.toThrow('no time');
    if (kind === 'processes') await expect.poll(() => isRunning(pid)).toBe(false);
    expect(await pool.run('add', [2, 2])).toBe(4);
    const aborted = pool.run('add', [1, 1], { signal: AbortSignal.abort(new Error('before')) });
    await expect(aborted).rejects.toThrow('before');
  });

  test('a worker that exits is replaced; a call that ends each of its workers has a code', async () => {
    const pool = openPool({ attempts: 3 });
    const died = await pool.run('exit', []).catch((error) => error);
    expect(died).toMatchObject({ code: 'COMPUTE_WORKER_DIED' });
    expect(died.message).toContain('3 of 3 times');
    expect(await pool.run('add', [2, 2])).toBe(4);
  });

  test('closing ends what runs and what waits, and leaves no worker', async () => {
    const pool = openPool();
    const path = join(scratch(), 'pid');
    const running = rejectionOf(pool.run('spinForEver', [path]));
    const waiting = rejectionOf(pool.run('add', [1, 1]));
    const pid = await begun(path);
    await pool.close();
    expect([await running, await waiting]).toEqual(['COMPUTE_CLOSED', 'COMPUTE_CLOSED']);
    expect(await rejectionOf(pool.run('add', [1, 1]))).toBe('COMPUTE_CLOSED');
    if (kind === 'processes') await expect.poll(() => isRunning(pid)).toBe(false);
    expect(pool.stats).toEqual({ workers: 0, busy: 0, waiting: 0 });
  });

  test('a module that cannot be loaded is told by every call', async () => {
    const pool = open<Work>(new URL('./fixtures/no-such.mjs', import.meta.url), { workers: 1 });
    onTestFinished(() => pool.close());
    for (let i = 0; i < 2; i++) {
      expect(await rejectionOf(pool.run('add', [1, 1]))).toBe('ERR_MODULE_NOT_FOUND');
    }
  });

  test('what cannot cross is told to who gave it, and the pool goes on', async () => {
    const pool = openPool();
    const bad = [() => {}] as unknown as [number, number];
    // At first there is no worker yet; then there is one.
    for (let i = 0; i < 2; i++) {
      const told = await pool.run('add', bad).catch((error) => error);
      expect(told).toMatchObject({ code: 'COMPUTE_VALUE' });
      expect(told.message).toContain('add: its arguments cannot cross to a worker: () => {');
      expect(await pool.run('add', [2, 2])).toBe(4);
    }
    const result = await pool.run('giveFunction', []).catch((error) => error);
    expect(result).toMatchObject({ code: 'COMPUTE_VALUE' });
    expect(result.message).toContain('giveFunction: its result cannot cross to the caller');
    expect(await pool.run('add', [2, 2])).toBe(4);
  });

  test('arguments are those of the moment of the call, also when it is done again', async () => {
    const pool = openPool();
    const list = [1, 2];
    const died = pool.run('dieOnce', [join(scratch(), 'died'), list]);
    const waited = pool.run('echo', [list]);
    list.push(3);
    expect(await died).toEqual([1, 2]);
    expect(await waited).toEqual([1, 2]);
  });

  test('a result that the function keeps is copied', async () => {
    const pool = openPool();
    for (let i = 0; i < 3; i++) {
      expect(await pool.run('kept', [])).toEqual(new Float64Array(100).fill(7));
    }
  });

  test.each([
    ['that is not done again', { attempts: 1 }, {}],
    ['that is', {}, {}],
    ['whose buffers moved', {}, { transfer: [] }],
  ])(
    'a worker that dies with a call %s leaves those who wait a new one',
    async (_, options, how) => {
      const pool = openPool({ queueMax: 2, ...options });
      const died = rejectionOf(pool.run('exit', [], how));
      const waiting = [pool.run('add', [1, 1]), pool.run('add', [2, 2])];
      expect(await rejectionOf(pool.run('add', [3, 3]))).toBe('COMPUTE_QUEUE_FULL');
      expect([await died, ...(await Promise.all(waiting))]).toEqual(['COMPUTE_WORKER_DIED', 2, 4]);
      expect(await pool.run('add', [3, 3])).toBe(6);
    },
  );

  test('a call that is taken back leaves its place to another', async () => {
    const pool = openPool({ queueMax: 2 });
    const spins = pool.run('spin', [200]);
    const taken = new AbortController();
    const { signal } = taken;
    const gone = [1, 2].map((n) => rejectionOf(pool.run('add', [n, n], { signal })));
    expect(pool.stats.waiting).toBe(2);
    taken.abort(new Error('not needed'));
    expect(pool.stats.waiting).toBe(0);
    expect(await pool.run('add', [3, 3])).toBe(6);
    expect([await spins, ...(await Promise.all(gone))]).toEqual([
      200,
      'Error: not needed',
      'Error: not needed',
    ]);
  });

  test('one signal takes back many calls, without a warning', async () => {
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => void warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const pool = openPool();
    const taken = new AbortController();
    const { signal } = taken;
    const calls = Array.from({ length: 50 }, () => rejectionOf(pool.run('spin', [50], { signal })));
    await new Promise(setImmediate);
    taken.abort(new Error('all of them'));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['Error: all of them']));
    expect(await pool.run('add', [1, 1])).toBe(2);
    expect(warnings).toEqual([]);
  });

  test.each([
    { workers: 0 },
    { queueMax: 1.5 },
    { timeLimitMs: Number.NaN },
    { timeLimitMs: 2 ** 31 },
    { attempts: -1 },
  ])('the options %j are refused', async (options) => {
    expect(() => open(work, options)).toThrow(/: it is (a whole number )?above 0/);
    const { timeLimitMs } = options;
    if (timeLimitMs === undefined) return;
    expect(await rejectionOf(openPool().run('add', [1, 1], { timeLimitMs }))).toBe(
      'COMPUTE_OPTIONS',
    );
  });

  test('options that are undefined are not given, and Infinity is no limit', async () => {
    const options = { workers: undefined, queueMax: undefined, attempts: undefined };
    const pool = openPool({ ...options, timeLimitMs: 20 });
    await rejectionOf(pool.run('add', [0, 0]));
    const timeLimitMs = Number.POSITIVE_INFINITY;
    expect(await pool.run('spin', [100], { timeLimitMs })).toBe(100);
    expect(await pool.run('add', [1, 1], { timeLimitMs: 20_000, signal: undefined })).toBe(2);
  });
});

describe('threads', () => {
  test('buffers move there and back without a copy', async () => {
    const pool = threadPool<Work>(work, { workers: 1 });
    onTestFinished(() => pool.close());
    const bytes = new Uint8Array(1_000_000).fill(1);
    const { buffer } = bytes;
    expect(await pool.run('sum', [bytes], { transfer: [buffer] })).toBe(1_000_000);
    expect(buffer.byteLength).toBe(0);
    const back = await pool.run('fill', [1_000_000, 1], { resultMoves: true });
    expect(await pool.run('sum', [back])).toBe(1_000_000);
    // Who moves what is kept has nothing left.
    expect(await pool.run('kept', [], { resultMoves: true })).toHaveLength(100);
    expect(await rejectionOf(pool.run('kept', []))).toBe('COMPUTE_VALUE');
  });

  test('share memory where it is shared', async () => {
    const pool = threadPool<Work>(work, { workers: 2 });
    onTestFinished(() => pool.close());
    const shared = new SharedArrayBuffer(4);
    await Promise.all(Array.from({ length: 8 }, () => pool.run('increment', [shared])));
    expect(new Int32Array(shared)[0]).toBe(8_000);
  });
});

describe('processes', () => {
  test('a killed worker is replaced and its work redone', async () => {
    const pool = processPool<Work>(work, { workers: 1 });
    onTestFinished(() => pool.close());
    expect(await pool.run('dieOnce', [join(scratch(), 'died'), 'redone'])).toBe('redone');
  });

  test('end with their parent, also when that is killed and they are busy', async () => {
    const folder = scratch();
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('./fixtures/pool-parent.mjs', import.meta.url)), folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void parent.kill('SIGKILL'));
    await once(parent.stdout, 'data');
    const pid = await begun(join(folder, 'pid'));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });
});
