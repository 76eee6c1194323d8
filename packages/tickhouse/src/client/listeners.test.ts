// Those who listen to one thing do not disturb each other.

import { expect, onTestFinished, test, vi } from 'vitest';
import { Listeners } from './listeners.ts';

test('every listener hears, in the order in which they came', () => {
  const listeners = new Listeners<[number]>();
  const heard: string[] = [];
  listeners.add((n) => heard.push(`a${n}`));
  listeners.add((n) => heard.push(`b${n}`));
  listeners.call(1);
  expect(heard).toEqual(['a1', 'b1']);
});

test('one that is added twice hears twice, and each is taken away by itself', () => {
  const listeners = new Listeners<[]>();
  const listener = vi.fn();
  const first = listeners.add(listener);
  listeners.add(listener);
  listeners.call();
  first();
  first();
  listeners.call();
  expect(listener).toHaveBeenCalledTimes(3);
});

test('one that goes, or brings another, during a call does not change that call', () => {
  const listeners = new Listeners<[]>();
  const heard: string[] = [];
  const stop = listeners.add(() => {
    heard.push('a');
    stop();
    listeners.add(() => heard.push('c'));
  });
  listeners.add(() => heard.push('b'));
  listeners.call();
  expect(heard).toEqual(['a', 'b']);
  listeners.call();
  expect(heard).toEqual(['a', 'b', 'b', 'c']);
});

test('one that throws stops no other, and its error is reported as one that nobody caught', async () => {
  const reported: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  });
  const told = new Promise<void>((resolve) => {
    process.on('uncaughtException', (error) => {
      reported.push(error);
      if (reported.length === 2) resolve();
    });
  });
  const listeners = new Listeners<[]>();
  const other = vi.fn();
  listeners.add(() => {
    throw new Error('one');
  });
  listeners.add(other);
  listeners.add(() => {
    throw new Error('two');
  });
  listeners.call();
  expect(other).toHaveBeenCalledOnce();
  await told;
  expect(reported).toEqual([new Error('one'), new Error('two')]);
});
