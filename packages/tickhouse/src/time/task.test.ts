// The rules that `task.ts` keeps.

import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Condition } from './condition.ts';
import { Task } from './task.ts';

const boom = new Error('boom');
const fail = async () => {
  throw boom;
};
/** Waits for ever, unless its signal aborts. */
const idle = (signal: AbortSignal) => new Condition().wait({ signal });

describe('Task', () => {
  it('is running, then done with the value', async () => {
    const gate = new Condition<number>();
    const task = Task.start(async () => (await gate.wait()) * 2);
    expect(task.state).toEqual({ status: 'running' });
    gate.notifyAll(21);
    expect(await task.join()).toEqual({ status: 'done', value: 42 });
    expect(task.state).toEqual({ status: 'done', value: 42 });
  });

  it('has begun when start returns', () => {
    let begun = false;
    Task.start(async () => {
      begun = true;
    });
    expect(begun).toBe(true);
  });

  it('join gives a failure as an outcome, to all who join', async () => {
    const task = Task.start(fail);
    const outcomes = await Promise.all([task.join(), task.join()]);
    expect(outcomes).toEqual([
      { status: 'failed', error: boom },
      { status: 'failed', error: boom },
    ]);
    expect(await task.join()).toEqual({ status: 'failed', error: boom });
  });

  it('takes a function that throws before it returns a promise as failed', async () => {
    const task = Task.start((): Promise<void> => {
      throw boom;
    });
    expect(await task.join()).toEqual({ status: 'failed', error: boom });
  });

  it('a failure is followed by a fresh start: tasks share nothing', async () => {
    expect((await Task.start(fail).join()).status).toBe('failed');
    expect(await Task.start(async () => 'again').join()).toEqual({
      status: 'done',
      value: 'again',
    });
  });
});

describe('Task: cancel', () => {
  it('ends a task that waits on its signal as cancelled, with the reason', async () => {
    const task = Task.start(idle);
    task.cancel('closing');
    expect(await task.join()).toEqual({ status: 'cancelled', reason: 'closing' });
  });

  it('without a reason gives an AbortError', async () => {
    const task = Task.start(idle);
    task.cancel();
    expect(await task.join()).toMatchObject({
      status: 'cancelled',
      reason: { name: 'AbortError' },
    });
  });

  it("takes the AbortError of Node's own functions as cancelled", async () => {
    const { setTimeout: sleep } = await import('node:timers/promises');
    const task = Task.start((signal) => sleep(1_000_000, undefined, { signal }));
    task.cancel('closing');
    expect(await task.join()).toEqual({ status: 'cancelled', reason: 'closing' });
  });

  it('keeps the first reason', async () => {
    const task = Task.start(idle);
    task.cancel('first');
    task.cancel('second');
    expect(await task.join()).toEqual({ status: 'cancelled', reason: 'first' });
  });

  it('leaves a task done that returns in spite of it', async () => {
    const task = Task.start(async (signal) => {
      await idle(signal).catch(() => {});
      return 'saved';
    });
    task.cancel();
    expect(await task.join()).toEqual({ status: 'done', value: 'saved' });
  });

  it('does not hide a failure of the clean-up', async () => {
    const task = Task.start(async (signal) => {
      await idle(signal).catch(fail);
    });
    task.cancel();
    expect(await task.join()).toEqual({ status: 'failed', error: boom });
  });

  it('an AbortError that nobody asked for is a failure', async () => {
    const task = Task.start(async () => AbortSignal.abort().throwIfAborted());
    expect(await task.join()).toMatchObject({ status: 'failed', error: { name: 'AbortError' } });
  });

  it('does nothing once the task has ended', async () => {
    let signal: AbortSignal | undefined;
    const task = Task.start(async (given) => {
      signal = given;
    });
    await task.join();
    task.cancel();
    expect(task.state.status).toBe('done');
    expect(signal?.aborted).toBe(false);
  });
});

describe('Task: a failure that nobody joins', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  let others: NodeJS.UnhandledRejectionListener[] = [];

  beforeEach(() => {
    unhandled.length = 0;
    others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.removeAllListeners('unhandledRejection');
    for (const listener of others) process.on('unhandledRejection', listener);
  });

  it('is an unhandled rejection by default; the error is the one thrown', async () => {
    const task = Task.start(fail);
    await turn();
    expect(unhandled).toEqual([boom]);
    expect(unhandled[0]).toBe(boom);
    expect(await task.join()).toEqual({ status: 'failed', error: boom });
  });

  it('reaches onFailure once instead, if given', async () => {
    const failures: unknown[] = [];
    const task = Task.start(fail, { onFailure: (error) => failures.push(error) });
    await turn();
    expect((await task.join()).status).toBe('failed');
    expect(failures).toEqual([boom]);
    expect(unhandled).toEqual([]);
  });

  it('goes to who joined before it failed, and nowhere else', async () => {
    const failures: unknown[] = [];
    const joins = [
      Task.start(fail).join(),
      Task.start(fail, { onFailure: (error) => failures.push(error) }).join(),
    ];
    await turn();
    expect((await Promise.all(joins)).map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(failures).toEqual([]);
    expect(unhandled).toEqual([]);
  });

  it('what onFailure throws surfaces too', async () => {
    const worse = new Error('worse');
    const task = Task.start(fail, {
      onFailure: () => {
        throw worse;
      },
    });
    await turn();
    expect(unhandled).toEqual([worse]);
    expect(await task.join()).toEqual({ status: 'failed', error: boom });
  });

  it('being cancelled or done is none', async () => {
    const failures: unknown[] = [];
    const options = { onFailure: (error: unknown) => failures.push(error) };
    Task.start(idle, options).cancel();
    Task.start(idle).cancel();
    Task.start(async () => 1, options);
    await turn();
    expect(failures).toEqual([]);
    expect(unhandled).toEqual([]);
  });
});
