// The thread that is kept: what it remembers, how its calls fail, and that its end is told.

import { expect, onTestFinished, test } from 'vitest';
import { keptThread } from '../packages/tickhouse/dist/compute/index.js';
import { rejectionOf } from './support/house.ts';

type Work = typeof import('./fixtures/heavy-work.mjs');

function open(file = 'heavy-work.mjs') {
  const thread = keptThread<Work>(new URL(`./fixtures/${file}`, import.meta.url));
  onTestFinished(() => thread.close());
  return thread;
}

test('calls are done in order, on one object that remembers', async () => {
  const thread = open();
  const calls = [1, 2, 3, 4].map((number) => thread.run('add', [number]));
  expect(await Promise.all(calls)).toEqual([1, 3, 6, 10]);
  const other = open();
  expect(await other.run('add', [5])).toBe(5);
});

test('what a function throws is thrown here; the thread goes on', async () => {
  const thread = open();
  const error = await thread.run('fail', []).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'RangeError', message: 'out of cheese', code: 'CHEESE' });
  expect(await thread.run('add', [1])).toBe(1);
});

test('a thread that ends is not replaced: what it knew is gone', async () => {
  const thread = open();
  const calls = [thread.run('exit', []), thread.run('add', [1])].map(rejectionOf);
  expect(await Promise.all(calls)).toEqual(['COMPUTE_WORKER_DIED', 'COMPUTE_WORKER_DIED']);
  expect(await rejectionOf(thread.run('add', [1]))).toBe('COMPUTE_WORKER_DIED');
});

test('closing ends what runs and what comes', async () => {
  const thread = open();
  const call = rejectionOf(thread.run('add', [1]));
  await thread.close();
  expect([await call, await rejectionOf(thread.run('add', [1]))]).toEqual([
    'COMPUTE_CLOSED',
    'COMPUTE_CLOSED',
  ]);
});

test('a module that cannot be loaded is told by every call', async () => {
  const thread = open('no-such.mjs');
  const calls = [thread.run('add', [1]), thread.run('add', [1])].map(rejectionOf);
  expect(await Promise.all(calls)).toEqual(['ERR_MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);
});
