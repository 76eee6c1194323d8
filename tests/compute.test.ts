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

  test('what a function throws is thrown here, with name, code and stack', async () => {
    const pool = openPool();
    const error = await pool.run('fail', []).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'RangeError', message: 'out of cheese', code: 'CHEESE' });
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

  test.each([{ workers: 0 }, { queueMax: 1.5 }, { timeLimitMs: Number.NaN }, { attempts: -1 }])(
    'the options %j are refused',
    (options) => {
      expect(() => open(work, options)).toThrow(/is a number above 0/);
    },
  );
});

describe('threads', () => {
  test('buffers move there and back without a copy', async () => {
    const pool = threadPool<Work>(work, { workers: 1 });
    onTestFinished(() => pool.close());
    const bytes = new Uint8Array(1_000_000).fill(1);
    const { buffer } = bytes;
    expect(await pool.run('sum', [bytes], { transfer: [buffer] })).toBe(1_000_000);
    expect(buffer.byteLength).toBe(0);
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
    expect(await pool.run('dieOnce', [join(scratch(), 'died')])).toBe('redone');
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
