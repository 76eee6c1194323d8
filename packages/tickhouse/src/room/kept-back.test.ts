// Messages that waited for the journal, and receivers that had no room for them when they could go out:
// what comes after leads on from what each of them has, and nothing that a seat is to hear gets lost.

import { describe, expect, test } from 'vitest';
import { arena } from '../../../../tests/support/games/arena.ts';
import { SlowJournal } from '../../../../tests/support/slow-journal.ts';
import { Bot, createHouse, type HouseLimits } from '../testing/index.ts';

const room = { room: 'cave' };

/** A room in which a bot plays at every tick, heard by it and by a slow one, on a journal settled by hand. */
async function made(limits: Partial<HouseLimits> = {}) {
  const journal = new SlowJournal();
  const house = createHouse({
    games: [arena],
    journal,
    limits: {
      behindMs: 60_000,
      bufferedBytesMax: 120,
      historyTicks: 32,
      inputsPerTickMax: 1,
      ...limits,
    },
  });
  const bot = new Bot(arena, 3);
  const brisk = house.join(arena, { name: 'brisk', hue: 1 }, room);
  const slow = house.join(arena, { name: 'slow', hue: 2 }, room);
  const play = (ticks: number): void => {
    for (let tick = 0; tick < ticks; tick++) {
      bot.play(brisk);
      house.tick(brisk.room);
    }
  };
  const settle = async (): Promise<void> => {
    while (journal.underWay > 0) await journal.settle();
  };
  /** Ticks that are durable at once. */
  const playDurably = async (ticks: number): Promise<void> => {
    for (let tick = 0; tick < ticks; tick++) {
      play(1);
      await settle();
    }
  };
  /** Two inputs for one tick, of which it takes the first. */
  const sayTwice = (): void => {
    for (const text of ['one', 'one too many']) slow.send('say', { text });
  };
  return { journal, house, brisk, slow, play, settle, playDurably, sayTwice };
}

type Made = Awaited<ReturnType<typeof made>>;

async function untilBehind({ slow, playDurably }: Made): Promise<void> {
  slow.stall();
  for (let tick = 0; tick < 100 && slow.attachment.phase.name !== 'behind'; tick++)
    await playDurably(1);
  expect(slow.attachment.phase.name).toBe('behind');
}

describe('a refusal in a message that is kept back', () => {
  test('is told although its seat was brought back before the message was due', async () => {
    const one = await made();
    const { journal, house, slow, play, settle, playDurably, sayTwice } = one;
    await playDurably(1);
    slow.stall();
    play(1);
    play(12);
    await journal.settle();
    play(3);
    sayTwice();
    play(2);
    // The ticks before it leave no room in the socket.
    await journal.settle();
    expect([slow.attachment.phase.name, journal.underWay]).toEqual(['behind', 1]);
    slow.resume();
    play(1);
    expect(slow.attachment.phase.name).toBe('live');
    await settle();
    await playDurably(2);
    expect(slow.refusals.map(({ number }) => number)).toEqual([2]);
    expect(house.errors).toEqual([]);
  });

  test('is told before those that came after it', async () => {
    const { slow, play, settle, playDurably, sayTwice } = await made();
    await playDurably(1);
    slow.stall();
    play(13);
    for (let tick = 0; tick < 3; tick++) {
      sayTwice();
      play(1);
    }
    await settle();
    expect(slow.attachment.phase.name).toBe('behind');
    slow.resume();
    await playDurably(3);
    expect(slow.refusals.map(({ number }) => number)).toEqual([2, 4, 6]);
  });
});

describe('what a receiver starts from is not kept back: it leads to the state', () => {
  /** So many bytes of others lie in the socket of the slow one: pongs, as a rule. */
  function others({ slow }: Made): { bytes: number } {
    const other = { bytes: 0 };
    const own = Object.getOwnPropertyDescriptor(slow.receiver, 'buffered');
    const get = (): number => own?.get?.call(slow.receiver) + other.bytes;
    Object.defineProperty(slow.receiver, 'buffered', { get });
    return other;
  }

  test.each(['welcome', 'bring-back'])('of a %s', async (what) => {
    const one = await made();
    const { house, brisk, slow, play, settle, playDurably } = one;
    const other = others(one);
    if (what === 'bring-back') {
      await untilBehind(one);
      await playDurably(3);
      slow.resume();
    }
    play(1);
    other.bytes = 127;
    await settle();
    other.bytes = 0;
    await playDurably(3);
    expect(slow.tick).toBe(brisk.tick);
    expect(Buffer.compare(slow.mirror.memory.u8, brisk.mirror.memory.u8)).toBe(0);
    expect(house.errors).toEqual([]);
  });
});

test('a receiver that is too slow is closed with the tick that finds it so, or not at all', async () => {
  const one = await made({ tooSlowMs: 1_000 });
  const { slow, play, settle, playDurably } = one;
  await untilBehind(one);
  await playDurably(20);
  expect(slow.closed).toBeUndefined();
  play(1);
  // No close waits for the journal, to end a connection that has caught up meanwhile.
  expect([slow.closed, slow.isConnected]).toEqual(['tooSlow', false]);
  await settle();
});
