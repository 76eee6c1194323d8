// Ten thousand rounds of lesson 3.4, in this process: nothing is lost, nothing changes its place, and
// nothing stays behind.

import { EventEmitter, getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { joinBroker } from '../../examples/lessons/src/broker.ts';
import { playMatch, type World } from '../../examples/lessons/src/several-events.ts';
import { Condition, type TextSocket } from '../../packages/tickhouse/src/server/index.ts';
import { startBroker } from '../support/nats.ts';

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

  test('of events in one go: all wait, and are seen in their order', async () => {
    const shared = world();
    const player = new Player();
    const match = playMatch(player, shared);
    for (let round = 0; round < rounds; round++) {
      player.emit('text', String(round));
      shared.news.emit('news', `news ${round}`);
    }
    expect(player.heard).toEqual([]);
    await turn();
    expect(player.heard).toEqual(
      Array.from({ length: rounds }, (_, i) => [`Pressed key code: ${i}`, `news ${i}`]).flat(),
    );
    player.emit('left');
    await match;
  });

  test('of greetings that fail to come: one is under way, and nothing piles up', async () => {
    let begun = 0;
    const greet = (signal: AbortSignal): Promise<string> => {
      begun++;
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    };
    const player = new Player();
    const match = playMatch(player, world({ greet }));
    const { length } = process.getActiveResourcesInfo();
    for (let round = 0; round < rounds; round++) player.emit('text', 'greet');
    await turn();
    expect(begun).toBe(1);
    expect(player.heard).toEqual(Array(rounds - 1).fill('You are greeting already'));
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(length);
    player.emit('left');
    await match;
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

describe('while a greeting is under way', () => {
  /** Greets until it is told to stop; answers with what `answer` is given. */
  function greeter() {
    const open = new Set<AbortSignal>();
    let answer = (_text: string): void => {};
    const greet = (signal: AbortSignal): Promise<string> => {
      open.add(signal);
      return new Promise<string>((resolve, reject) => {
        answer = resolve;
        signal.addEventListener('abort', () => reject(signal.reason));
      }).finally(() => open.delete(signal));
    };
    return { greet, open, answer: (text: string) => answer(text) };
  }

  test('keys, ticks and news are answered, and its answer comes in its turn', async () => {
    const { greet, answer } = greeter();
    const shared = world({ greet });
    const player = new Player();
    const match = playMatch(player, shared);
    player.emit('text', 'greet');
    player.emit('text', '65');
    await turn();
    shared.tick.notifyAll(0);
    shared.news.emit('news', 'hello');
    await turn();
    answer('greeted at last');
    await turn();
    player.emit('text', 'greet');
    await turn();
    answer('greeted again');
    await turn();
    const met = ['Pressed key code: 65', 'hello', 'game loop says: tick 0'];
    expect(player.heard.slice(0, 3).sort()).toEqual(met.sort());
    expect(player.heard.slice(3)).toEqual(['greeted at last', 'greeted again']);
    player.emit('left');
    await match;
  });

  test.each(['its time is up', 'the player leaves'])('the match ends when %s', async (how) => {
    const { greet, open } = greeter();
    const shared = world({ greet, matchMs: how === 'its time is up' ? 20 : 3_600_000 });
    const player = new Player();
    const match = playMatch(player, shared);
    for (let press = 0; press < 8; press++) player.emit('text', 'greet');
    await turn();
    expect(open.size).toBe(1);
    if (how === 'the player leaves') player.emit('left');
    await match;
    await turn();
    expect(open.size).toBe(0);
    expect(shared.tick.waiting).toBe(0);
    expect(shared.news.listenerCount('news')).toBe(0);
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

test('of what a broker that stands still is told, no more than a hundred texts wait', async () => {
  const broker = await startBroker();
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const given = { natsUrl: broker.url, closing: closing.signal, log: () => {} };
  const tell = await joinBroker(given, () => {});
  process.kill(broker.program.pid, 'SIGSTOP');
  onTestFinished(() => void process.kill(broker.program.pid, 'SIGCONT'));
  const refused: string[] = [];
  for (let i = 0; i < 1_000; i++) void tell(`text ${i}`).then((text) => refused.push(text));
  await turn();
  expect(refused).toEqual(Array(900).fill('The broker does not answer'));
});
