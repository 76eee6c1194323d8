// Ten thousand rounds of lesson 3.4, in this process: nothing is lost, nothing changes its place, and
// nothing stays behind.

import { EventEmitter, getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { playMatch, type World } from '../../examples/lessons/src/several-events.ts';
import { Condition, type TextSocket } from '../../packages/tickhouse/src/server/index.ts';

const rounds = 10_000;

/** A connection without a network: the test says, and leaves; what the match sends is kept. */
class Player extends EventEmitter implements TextSocket {
  readonly url = '/connect';
  readonly heard: string[] = [];

  onText(listener: (text: string) => void): void {
    this.on('text', listener);
  }

  onClose(listener: () => void): void {
    this.once('left', listener);
  }

  send(text: string): void {
    this.heard.push(text);
  }

  close(_code?: number, reason = ''): void {
    this.heard.push(reason);
    this.emit('left');
  }
}

function world(choice: Partial<World> = {}): World {
  const greet = async (): Promise<string> => 'greeted';
  return { tick: new Condition(), news: new EventEmitter(), matchMs: 3_600_000, greet, ...choice };
}

/** Lets everything run that waits for nothing but its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

/** Bytes in use after a full collection. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

describe('10,000 rounds', () => {
  test('of events of every kind in one match: each is seen once, in its order', async () => {
    const shared = world();
    const player = new Player();
    const match = playMatch(player, shared);
    const before = timers();
    for (let round = 0; round < rounds; round++) {
      player.emit('text', String(round));
      expect(shared.tick.notifyAll(round)).toBe(1);
      shared.news.emit('news', `news ${round}, first`);
      shared.news.emit('news', `news ${round}, second`);
      await turn();
      expect(shared.tick.waiting).toBe(1);
      expect(shared.news.listenerCount('news')).toBe(1);
    }
    expect(player.heard.filter((text) => text.startsWith('Pressed'))).toEqual(
      Array.from({ length: rounds }, (_, i) => `Pressed key code: ${i}`),
    );
    expect(player.heard.filter((text) => text.startsWith('game loop'))).toEqual(
      Array.from({ length: rounds }, (_, i) => `game loop says: tick ${i}`),
    );
    expect(player.heard.filter((text) => text.startsWith('news'))).toEqual(
      Array.from({ length: rounds }, (_, i) => [`news ${i}, first`, `news ${i}, second`]).flat(),
    );
    expect(timers()).toBeLessThanOrEqual(before);
    player.emit('left');
    await match;
  });

  test('of events while the match is busy: all wait, and are seen in their order', async () => {
    let release = (_text: string): void => {};
    const greet = (): Promise<string> => new Promise((resolve) => (release = resolve));
    const shared = world({ greet });
    const player = new Player();
    const match = playMatch(player, shared);
    player.emit('text', 'greet');
    await turn();
    for (let round = 0; round < rounds; round++) {
      shared.tick.notifyAll(round);
      player.emit('text', String(round));
      await turn();
    }
    expect(player.heard).toEqual([]);
    release('greeted at last');
    player.emit('left');
    await match;
    const [first, ...others] = player.heard;
    expect(first).toBe('greeted at last');
    expect(others).toHaveLength(2 * rounds);
    expect(others.filter((text) => text.startsWith('Pressed')).at(-1)).toBe(
      'Pressed key code: 9999',
    );
    expect(others.filter((text) => text.startsWith('game')).at(-1)).toBe(
      'game loop says: tick 9999',
    );
  });

  test('of players who come and leave: no listener, waiter, timer or memory stays', async () => {
    const shared = world();
    const round = async (number: number): Promise<void> => {
      const player = new Player();
      const match = playMatch(player, shared);
      player.emit('text', '65');
      shared.tick.notifyAll(number);
      shared.news.emit('news', 'hello');
      await turn();
      expect(player.heard).toHaveLength(3);
      player.emit('left');
      await match;
    };
    for (let number = 0; number < 1_000; number++) await round(number);
    const [timersBefore, bytesBefore] = [timers(), heapBytes()];
    for (let number = 0; number < rounds; number++) await round(number);
    expect(shared.tick.waiting).toBe(0);
    expect(shared.news.listenerCount('news')).toBe(0);
    expect(timers()).toBeLessThanOrEqual(timersBefore);
    const grownBytes = heapBytes() - bytesBefore;
    console.log(`10,000 matches: the heap grew by ${grownBytes} bytes`);
    // One thing kept of each match, however small, would be more.
    expect(grownBytes).toBeLessThan(rounds * 30);
  });
});

test('the end of a match comes in its place, and ends all waiting', async () => {
  const shared = world({ matchMs: 1 });
  const player = new Player();
  await playMatch(player, shared);
  expect(player.heard).toEqual(['the match is over']);
  expect(shared.tick.waiting).toBe(0);
  expect(shared.news.listenerCount('news')).toBe(0);
  expect(getEventListeners(player, 'left')).toEqual([]);
});
