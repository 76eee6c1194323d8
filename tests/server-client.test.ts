// What a player's code holds: the room's state and figures, its listeners, its inputs.

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { defineGame, u8 } from '../packages/tickhouse/src/index.ts';
import { codeOf } from './support/coded-error.ts';
import { counting } from './support/counting-game.ts';
import { type CountingRoom, until, whenStatus } from './support/honest.ts';
import { openHouse, visitor } from './support/house.ts';
import { openLine } from './support/line.ts';
import { sendingAt } from './support/sending-at.ts';

const arena = { room: 'arena' };

async function joined(): Promise<CountingRoom> {
  return (await openHouse()).client().join(counting, { name: 'Ann' }, arena);
}

describe('the state', () => {
  test('is there when the join resolves, with the player in it', async () => {
    const room = await joined();
    expect(room.status).toBe('live');
    expect(room.tick).toBeGreaterThan(0);
    expect(room.state.players.at(room.seat ?? -1)?.name).toBe('Ann');
  });

  test('cannot be written to, at run time either', async () => {
    const room = await joined();
    const state = room.state as unknown as Record<string, unknown>;
    const row = room.state.players.at(0) as unknown as Record<string, unknown>;
    const players = room.state.players as unknown as Record<string, unknown>;
    expect(() => Object.assign(state, { total: 5 })).toThrow(TypeError);
    expect(() => Object.assign(row, { sum: 5 })).toThrow(TypeError);
    expect([players.add, players.remove, players.clear]).toEqual([undefined, undefined, undefined]);
    expect([room.state.total, room.state.players.at(0)?.sum]).toEqual([0, 0]);
  });

  test('has nothing of what is hidden', async () => {
    const room = await joined();
    expect('secret' in room.state).toBe(false);
    expect('$random' in room.state).toBe(false);
    expect(Object.keys(room.options)).not.toContain('secret');
  });

  test('is that of the tick when listeners hear of it, one tick after the other', async () => {
    const room = await joined();
    const ticks: number[] = [];
    const events: number[] = [];
    room.onTick(({ tick, state }) => {
      expect(tick).toBe(room.tick);
      expect(state).toBe(room.state);
      ticks.push(tick);
    });
    room.on('added', ({ total }) => {
      expect(room.state.total).toBe(total);
      events.push(room.tick);
    });
    room.send('add', { amount: 2 });
    await until(room, () => events.length === 1 && ticks.length > 5);
    expect(ticks).toEqual(ticks.map((_, i) => (ticks[0] ?? 0) + i));
    expect(ticks).toContain(events[0]);
  });
});

describe('a game of 50 ticks a second that sends 10 times', () => {
  test('brings the state on by five ticks at once, with every event in order', async () => {
    const seldom = sendingAt(counting, 10);
    const house = await openHouse({ games: [seldom] });
    const room = await house.client().join(seldom, { name: 'Ann' }, arena);
    const ticks: number[] = [];
    const totals: number[] = [];
    room.onTick(({ tick }) => ticks.push(tick));
    room.on('added', ({ total }) => totals.push(total));
    let sent = 0;
    const send = setInterval(() => room.send('add', { amount: ++sent }), 7);
    await until(room, () => ticks.length === 10);
    clearInterval(send);
    const all = (sent * (sent + 1)) / 2;
    await until(room, ({ state }) => state.total === all);
    expect(ticks.slice(0, 10)).toEqual(
      Array.from({ length: 10 }, (_, i) => (ticks[0] ?? 0) + 5 * i),
    );
    expect((ticks[0] ?? 1) % 5).toBe(0);
    expect(totals).toEqual(Array.from({ length: sent }, (_, i) => ((i + 1) * (i + 2)) / 2));
    expect(room.moment()).toBeLessThanOrEqual(room.tick);
    expect(room.moment()).toBeGreaterThanOrEqual(room.tick - 10);
    expect(house.errors).toEqual([]);
  });
});

describe('listeners', () => {
  test('that end their subscription hear nothing more', async () => {
    const room = await joined();
    const ticks = vi.fn();
    const events = vi.fn();
    const statuses = vi.fn();
    for (const stop of [room.onTick(ticks), room.on('added', events), room.onStatus(statuses)]) {
      stop();
    }
    room.send('add', { amount: 1 });
    await until(room, ({ state }) => state.total === 1);
    await room.leave();
    for (const listener of [ticks, events, statuses]) expect(listener).not.toHaveBeenCalled();
  });

  test('that throw are reported, and the game goes on', async () => {
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    onTestFinished(() => {
      process.removeAllListeners('uncaughtException');
      for (const other of others) process.on('uncaughtException', other);
    });
    const reported: string[] = [];
    process.on('uncaughtException', ({ message }) => reported.push(message));
    const room = await joined();
    const stop = room.onTick(() => {
      stop();
      throw new Error('a bug in the page');
    });
    const { tick } = room;
    await until(room, () => room.tick > tick + 3);
    expect(reported).toEqual(['a bug in the page']);
    expect(room.status).toBe('live');
  });
});

describe('inputs', () => {
  test('that do not fit are refused here, with a code, and nothing is sent', async () => {
    const room = await joined();
    const send = room.send.bind(room) as (kind: string, data?: unknown) => boolean;
    expect(codeOf(() => send('add', { amount: 256 }))).toBe('STATE_VALUE');
    expect(codeOf(() => send('add', { amount: 1.5 }))).toBe('STATE_VALUE');
    expect(codeOf(() => send('add', { amount: '1' }))).toBe('STATE_VALUE');
    expect(codeOf(() => send('add', {}))).toBe('STATE_VALUE');
    expect(codeOf(() => send('add'))).toBe('STATE_VALUE');
    expect(codeOf(() => send('feel', { mood: 'sad' }))).toBe('STATE_VALUE');
    expect(codeOf(() => send('fly'))).toBe('GAME_KIND');
    expect(room.send('add', { amount: 3 })).toBe(true);
    await until(room, ({ state }) => state.total === 3);
    expect(room.state.taken).toBe(1);
    expect(room.status).toBe('live');
  });

  test('of many kinds arrive in the order of sending', async () => {
    const room = await joined();
    const totals: number[] = [];
    room.on('added', ({ total }) => totals.push(total));
    for (const amount of [1, 2, 3, 4]) {
      room.send('add', { amount });
      room.send('feel', { mood: 'odd' });
    }
    await until(room, ({ state }) => state.taken === 4);
    expect(totals).toEqual([1, 3, 6, 10]);
  });

  test('too many for one tick are refused by number, and not said again later', async () => {
    const house = await openHouse({ limits: { inputsPerTickMax: 2, graceMs: 60_000 } });
    const line = await openLine(house.port);
    const choice = { room: 'slow', options: { rate: 4 } };
    const room = await visitor(line.url).join(counting, { name: 'Ann' }, choice);
    const refused: unknown[] = [];
    room.onRefused((refusal) => refused.push(refusal));
    for (const amount of [1, 2, 4, 8]) room.send('add', { amount });
    await until(room, () => refused.length === 2);
    const why = 'tooManyInputs';
    expect(refused).toEqual([
      { number: 3, why },
      { number: 4, why },
    ]);
    const live = whenStatus(room, 'live');
    line.cut();
    await live;
    const { tick } = room;
    await until(room, () => room.tick > tick + 1);
    expect(room.state.total).toBe(3);
  });
});

describe('figures', () => {
  test('the round trip is measured, the bytes counted, the moment to draw stays near the state', async () => {
    const room = await joined();
    expect(room.roundTripMs).toBeUndefined();
    let last = 0;
    for (let reads = 0; reads < 50; reads++) {
      const moment = room.moment();
      expect(moment).toBeGreaterThanOrEqual(Math.max(last, room.tick - 2));
      expect(moment).toBeLessThanOrEqual(room.tick);
      last = moment;
      await new Promise(setImmediate);
    }
    await until(room, () => room.roundTripMs !== undefined && room.bytesPerSecond > 0);
    expect(room.roundTripMs).toBeGreaterThan(0);
    expect(room.roundTripMs).toBeLessThan(5_000);
    expect(room.bytesPerSecond).toBeLessThan(5_000);
  });
});

test('a connection that died without a word is noticed, and made anew', async () => {
  const { port } = await openHouse({ limits: { graceMs: 60_000 } });
  const line = await openLine(port);
  const room = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
  const lost = whenStatus(room, 'reconnecting');
  const live = whenStatus(room, 'live');
  line.holdServer();
  // Nine seconds pass on this machine's clock.
  const { performance } = globalThis;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 9_000);
  onTestFinished(() => void vi.restoreAllMocks());
  expect(await lost).toBe('CLIENT_UNREACHABLE');
  await live;
  expect(room.seat).toBe(0);
  expect(room.send('add', { amount: 1 })).toBe(true);
  await until(room, ({ state }) => state.total === 1);
});

test('a room with a tick every few seconds can be joined, though silence is short', async () => {
  const slow = defineGame({
    name: 'slow',
    rulesVersion: 1,
    tickRate: 0.4,
    seats: 2,
    inputs: {},
    state: { beats: u8 },
    step({ state }) {
      state.beats = (state.beats + 1) % 256;
    },
  });
  const { client } = await openHouse({ games: [slow], limits: { silentMs: 1_200 } });
  const room = await client().join(slow, {});
  const { beats } = room.state;
  await new Promise<void>((resolve) => {
    const stop = room.onTick(() => {
      stop();
      resolve();
    });
  });
  expect(room.state.beats).toBe(beats + 1);
  expect(room.status).toBe('live');
});
