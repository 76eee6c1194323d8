// Receivers slower than their room: nothing while they are behind, then one message that brings them
// up to date, and in the end a close with a code. The others never notice.

import { describe, expect, test, vi } from 'vitest';
import { arena } from '../../../../tests/support/games/arena.ts';
import { Shadow } from '../../../../tests/support/shadow.ts';
import { promisesRun } from '../../../../tests/support/slow-journal.ts';
import { Bot, createHouse, type HouseLimits, type SimulatedClient } from '../testing/index.ts';
import { ServerMessages } from '../wire/index.ts';

type Client = SimulatedClient<typeof arena>;

const room = { room: 'cave' };
const messageType = { snapshot: 17, tick: 18 };

/** A room in which a bot plays at every tick, heard by it and by a slow one; 20 ticks a second. */
function made(limits: Partial<HouseLimits> = {}) {
  const shadow = new Shadow();
  const house = createHouse({
    games: [arena],
    journal: shadow,
    randomBytes: shadow.randomBytes,
    limits: {
      behindMs: 60_000,
      bufferedBytesMax: 120,
      tooSlowMs: 5_000,
      historyTicks: 32,
      ...limits,
    },
  });
  const bot = new Bot(arena, 3);
  const brisk = house.join(arena, { name: 'brisk', hue: 1 }, room);
  const slow = house.join(arena, { name: 'slow', hue: 2 }, room);
  shadow.follow(brisk.room);
  for (const client of [brisk, slow]) client.onTick = () => shadow.compare(client);
  const play = (ticks: number): void => {
    for (let tick = 0; tick < ticks; tick++) {
      bot.play(brisk);
      house.tick(brisk.room);
    }
  };
  play(1);
  return { house, shadow, brisk, slow, play };
}

const typeOf = (client: Client): number | undefined => client.lastPayload?.bytes[0];

describe('a receiver that does not drain', () => {
  test('gets nothing while it is behind, whatever the room does: its memory is bounded', () => {
    const { slow, brisk, play } = made();
    slow.stall();
    play(20);
    const { buffered } = slow.receiver;
    expect(buffered).toBeGreaterThan(120);
    expect(buffered).toBeLessThan(120 + 400);
    play(60);
    expect(slow.receiver.buffered).toBe(buffered);
    expect([brisk.tick, brisk.messages]).toEqual([81, 82]);
  });

  test('gets no more of the ticks that waited for the journal than of others', async () => {
    let durable = (): void => {};
    const house = createHouse({
      games: [arena],
      journal: {
        append: () =>
          new Promise<void>((done) => {
            durable = done;
          }),
      },
      limits: {
        behindMs: 60_000,
        bufferedBytesMax: 120,
        historyTicks: 32,
        inputsPerTickMax: 1,
      },
    });
    const bot = new Bot(arena, 3);
    const brisk = house.join(arena, { name: 'brisk', hue: 1 }, room);
    const slow = house.join(arena, { name: 'slow', hue: 2 }, room);
    const settle = async (): Promise<void> => {
      durable();
      await promisesRun();
    };
    house.tick(brisk.room);
    await settle();
    slow.stall();
    const { messages } = slow;
    for (let append = 0; append < 3; append++) {
      for (let tick = 0; tick < 15; tick++) {
        bot.play(brisk);
        // Refused in a message that is made, and then kept back.
        if (append === 0 && tick === 13) {
          for (const text of ['one', 'and one too many']) slow.send('say', { text });
        }
        house.tick(brisk.room);
      }
      await settle();
      expect(slow.receiver.buffered).toBeLessThan(120 + 400);
    }
    await settle();
    expect([brisk.tick, slow.messages]).toEqual([46, messages]);
    slow.resume();
    const missed = brisk.tick - slow.tick;
    expect(missed).toBeGreaterThan(30);
    house.tick(brisk.room, 3);
    await settle();
    await settle();
    expect([slow.tick, brisk.tick]).toEqual([49, 49]);
    expect(slow.refusals.map(({ number }) => number)).toEqual([2]);
    expect(Buffer.compare(slow.mirror.memory.u8, brisk.mirror.memory.u8)).toBe(0);
    expect(house.errors).toEqual([]);
  });

  test('gets one covering delta when it has caught up, and then exactly the state', () => {
    const { slow, brisk, play } = made();
    slow.stall();
    play(25);
    slow.resume();
    const { messages, tick } = slow;
    expect(tick).toBeLessThan(20);
    play(1);
    expect([slow.messages, slow.tick, typeOf(slow)]).toEqual([messages + 1, 27, messageType.tick]);
    expect(Buffer.compare(slow.mirror.memory.u8, brisk.mirror.memory.u8)).toBe(0);
    play(1);
    expect(slow.lastPayload).toBe(brisk.lastPayload);
  });

  test('gets a snapshot when it was behind for longer than deltas can cover', () => {
    const { slow, brisk, play } = made({ historyTicks: 8 });
    slow.stall();
    play(40);
    slow.resume();
    play(1);
    expect([typeOf(slow), slow.tick]).toEqual([messageType.snapshot, 42]);
    expect(Buffer.compare(slow.mirror.memory.u8, brisk.mirror.memory.u8)).toBe(0);
    play(1);
    expect(slow.lastPayload).toBe(brisk.lastPayload);
  });

  test.each([7, 8, 9, 10])('is covered up to the last tick that deltas can cover: %i', (ticks) => {
    const { slow, play } = made({ historyTicks: 8, bufferedBytesMax: 1 });
    slow.stall();
    play(ticks);
    slow.resume();
    const behind = slow.tick;
    play(1);
    const covered = slow.tick - behind <= 8;
    expect(typeOf(slow)).toBe(covered ? messageType.tick : messageType.snapshot);
    expect(slow.tick).toBe(ticks + 2);
  });

  test('drains without an end: behind until all of it is read', () => {
    const { slow, play } = made({ bufferedBytesMax: 1 });
    slow.stall();
    play(10);
    slow.acknowledge();
    play(1);
    const { buffered } = slow.receiver;
    expect(buffered).toBeGreaterThan(0);
    play(5);
    expect(slow.receiver.buffered).toBe(buffered);
  });

  test('hears what was refused of its inputs when it is up to date again', () => {
    const { slow, play } = made({ inputsPerTickMax: 1 });
    slow.stall();
    play(20);
    slow.send('fire', { heading: 'up' });
    slow.send('fire', { heading: 'up' });
    play(5);
    slow.resume();
    play(2);
    expect(slow.refusals).toEqual([{ number: 2, why: 'tooManyInputs' }]);
  });

  test('stays behind beyond the limit: closed as TOO_SLOW, its seat is away, others play on', () => {
    const { house, slow, brisk, play } = made({ tooSlowMs: 1_000 });
    slow.stall();
    play(15);
    expect(slow.closed).toBeUndefined();
    play(20);
    expect([slow.closed, slow.isConnected]).toEqual(['tooSlow', false]);
    expect(brisk.state.heroes.at(1)?.away).toBe(true);
    expect([brisk.tick, brisk.messages, house.errors]).toEqual([36, 37, []]);
    const back = house.join(
      arena,
      { name: 'slow', hue: 2 },
      { ...room, token: slow.welcome.token },
    );
    play(1);
    expect([back.seat, brisk.state.heroes.at(1)?.away]).toEqual([1, false]);
  });

  test('is away after its close for the grace time only', () => {
    const { slow, brisk, play } = made({ tooSlowMs: 500, graceMs: 1_000 });
    slow.stall();
    play(60);
    expect(slow.closed).toBe('tooSlow');
    expect(brisk.state.heroes.at(1)).toBeUndefined();
  });
});

describe('a receiver that does not acknowledge', () => {
  test('is behind after the time for it, and up to date with one delta after it has', () => {
    const { slow, brisk, play } = made({ behindMs: 500 });
    slow.acknowledges = false;
    play(11);
    expect(slow.messages).toBe(brisk.messages - 1);
    const { tick } = slow;
    play(10);
    expect(slow.tick).toBe(tick);
    slow.acknowledges = true;
    slow.acknowledge();
    play(1);
    expect([slow.tick, typeOf(slow)]).toEqual([brisk.tick, messageType.tick]);
    expect(Buffer.compare(slow.mirror.memory.u8, brisk.mirror.memory.u8)).toBe(0);
  });

  test('and never does is closed: TOO_SLOW', () => {
    const { slow, play } = made({ behindMs: 500, tooSlowMs: 500 });
    slow.acknowledges = false;
    play(30);
    expect(slow.closed).toBe('tooSlow');
  });

  test('is not brought back by an empty socket alone, also right after it was', () => {
    const { slow, brisk, play } = made({ bufferedBytesMax: 1 });
    slow.stall();
    play(5);
    slow.resume();
    slow.stall();
    play(2);
    slow.acknowledges = false;
    slow.resume();
    const { messages } = slow;
    play(3);
    expect([slow.receiver.buffered, slow.messages]).toEqual([0, messages]);
    slow.acknowledges = true;
    slow.acknowledge();
    play(1);
    expect([slow.messages, slow.tick]).toEqual([messages + 1, brisk.tick]);
  });

  test('gains nothing by acknowledging ticks that are still to come', () => {
    const { slow, play } = made({ behindMs: 500 });
    slow.acknowledges = false;
    for (const tick of [1_000, 2 ** 32 - 1]) slow.room.acknowledge(slow.attachment, tick);
    play(15);
    expect(slow.tick).toBeLessThan(14);
  });
});

describe('a tick', () => {
  test('is encoded once and is the same payload for everyone who is up to date', () => {
    const { house, brisk, slow, play } = made();
    const more = Array.from({ length: 20 }, () => house.watch(arena, room));
    play(1);
    const encode = vi.spyOn(ServerMessages.prototype, 'tick');
    play(3);
    expect(encode).toHaveBeenCalledTimes(3);
    encode.mockRestore();
    for (const client of [slow, ...more]) expect(client.lastPayload).toBe(brisk.lastPayload);
  });

  test('for many who were behind for as long is one covering payload', () => {
    const { house, brisk, play } = made({ bufferedBytesMax: 1 });
    const many = Array.from({ length: 10 }, () => house.watch(arena, room));
    play(1);
    for (const client of many) client.stall();
    play(10);
    for (const client of many) client.resume();
    const encode = vi.spyOn(ServerMessages.prototype, 'tick');
    play(1);
    expect(encode.mock.calls.map(([, ticks]) => ticks).sort((a, b) => a - b)).toEqual([1, 10]);
    encode.mockRestore();
    const [first, ...rest] = many;
    for (const client of rest) expect(client.lastPayload).toBe(first?.lastPayload);
    expect(first?.tick).toBe(brisk.tick);
  });

  test('for many newcomers is one snapshot', () => {
    const { house, play } = made();
    const many = Array.from({ length: 10 }, () => house.watch(arena, room));
    const encode = vi.spyOn(ServerMessages.prototype, 'snapshot');
    play(1);
    expect(encode).toHaveBeenCalledTimes(1);
    encode.mockRestore();
    expect(new Set(many.map(({ lastPayload }) => lastPayload)).size).toBe(1);
  });

  test('that nobody hears is not encoded at all', () => {
    const { house, brisk, slow, play } = made();
    play(1);
    brisk.drop();
    slow.drop();
    const encode = vi.spyOn(ServerMessages.prototype, 'tick');
    house.tick(brisk.room, 5);
    expect(encode).not.toHaveBeenCalled();
    encode.mockRestore();
  });
});
