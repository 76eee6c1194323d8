// The rules that `condition.ts` keeps.

import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Condition } from './condition.ts';

describe('Condition', () => {
  it('wakes all who wait, in the order they came, with the value', async () => {
    const condition = new Condition<string>();
    const woken: string[] = [];
    const waits = ['a', 'b', 'c'].map(async (name) => woken.push(name + (await condition.wait())));
    expect(condition.waiting).toBe(3);
    expect(condition.notifyAll('!')).toBe(3);
    expect(condition.waiting).toBe(0);
    await Promise.all(waits);
    expect(woken).toEqual(['a!', 'b!', 'c!']);
  });

  it('needs no value', async () => {
    const condition = new Condition();
    const wait = condition.wait();
    condition.notifyAll();
    expect(await wait).toBeUndefined();
  });

  it('remembers nothing: who comes later waits for the next call', async () => {
    const condition = new Condition<number>();
    expect(condition.notifyAll(1)).toBe(0);
    const wait = condition.wait();
    condition.notifyAll(2);
    condition.notifyAll(3);
    expect(await wait).toBe(2);
  });

  it('who waits again at once sees every value that is told in turns of their own', async () => {
    const condition = new Condition<number>();
    const seen: number[] = [];
    const follow = async () => {
      while (seen.length < 100) seen.push(await condition.wait());
    };
    const followed = follow();
    for (let value = 0; value < 100; value++) {
      condition.notifyAll(value);
      await Promise.resolve();
    }
    await followed;
    expect(seen).toEqual(Array.from({ length: 100 }, (_, value) => value));
  });

  it('an abort rejects its own wait with the reason, and no other', async () => {
    const condition = new Condition<number>();
    const controller = new AbortController();
    const given = condition.wait({ signal: controller.signal });
    const other = condition.wait();
    controller.abort('enough');
    await expect(given).rejects.toBe('enough');
    expect(condition.notifyAll(7)).toBe(1);
    expect(await other).toBe(7);
  });

  it('a signal that was aborted before rejects at once and adds no waiter', async () => {
    const condition = new Condition();
    const wait = condition.wait({ signal: AbortSignal.abort('before') });
    expect(condition.waiting).toBe(0);
    await expect(wait).rejects.toBe('before');
  });

  it('an abort after the call does not undo it', async () => {
    const condition = new Condition<number>();
    const controller = new AbortController();
    const wait = condition.wait({ signal: controller.signal });
    condition.notifyAll(1);
    controller.abort();
    expect(await wait).toBe(1);
  });

  it('leaks nothing: after 10,000 rounds on one signal, no listener and no waiter', async () => {
    const condition = new Condition<number>();
    const lasting = new AbortController();
    let listenersMax = 0;
    for (let round = 0; round < 10_000; round++) {
      const told = condition.wait({ signal: lasting.signal });
      const leaving = new AbortController();
      const left = condition.wait({ signal: leaving.signal }).catch(() => 'left');
      listenersMax = Math.max(listenersMax, getEventListeners(lasting.signal, 'abort').length);
      leaving.abort();
      condition.notifyAll(round);
      expect(await told).toBe(round);
      expect(await left).toBe('left');
      expect(getEventListeners(leaving.signal, 'abort').length).toBe(0);
    }
    expect(listenersMax).toBe(1);
    expect(getEventListeners(lasting.signal, 'abort').length).toBe(0);
    expect(condition.waiting).toBe(0);
  });
});
