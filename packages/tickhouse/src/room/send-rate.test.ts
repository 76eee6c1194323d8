// Rooms that send less often than they tick: what the ticks between changed goes out as one message,
// with all their events in order.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arena } from '../../../../tests/support/games/arena.ts';
import { sendingAt } from '../../../../tests/support/sending-at.ts';
import { Shadow } from '../../../../tests/support/shadow.ts';
import { sendsAt, ticksPerSendMax } from '../game/index.ts';
import { Bot, createHouse, type SimulatedClient } from '../testing/index.ts';

type Client = SimulatedClient<typeof arena>;

const room = { room: 'cave' };
const messageType = { snapshot: 17, tick: 18 };

/** Of 20 ticks a second. */
const game = sendingAt(arena, 5);

function made() {
  const shadow = new Shadow();
  const house = createHouse({
    games: [game],
    journal: shadow,
    randomBytes: shadow.randomBytes,
    limits: { bufferedBytesMax: 120, inputsPerTickMax: 1 },
  });
  const join = (name: string): Client => {
    const client = house.join(game, { name, hue: 1 }, room);
    shadow.follow(client.room);
    client.onTick = () => shadow.compare(client);
    return client;
  };
  return { house, join };
}

const typeOf = (client: Client): number | undefined => client.lastPayload?.bytes[0];

describe('ticks after which a room sends', () => {
  const rates = fc
    .record({
      tickRateHz: fc.double({ min: 0.01, max: 240, noNaN: true }),
      share: fc.oneof(fc.constant(1), fc.double({ min: 1 / 64, max: 0.99, noNaN: true })),
    })
    .map(({ tickRateHz, share }) => ({ tickRateHz, sendRateHz: tickRateHz * share }));

  test('are as many as the send rate says, and never further apart than one message may cover', () => {
    fc.assert(
      fc.property(rates, fc.nat({ max: 2 ** 31 }), (rate, from) => {
        const sent: number[] = [];
        for (let tick = from + 1; tick <= from + 500; tick++) {
          if (sendsAt(rate, tick)) sent.push(tick);
        }
        const expected = (500 * rate.sendRateHz) / rate.tickRateHz;
        expect(Math.abs(sent.length - expected)).toBeLessThanOrEqual(1);
        const gaps = sent.slice(1).map((tick, i) => tick - (sent[i] as number));
        for (const gap of gaps) expect(gap).toBeLessThanOrEqual(ticksPerSendMax(rate));
      }),
    );
  });

  test.each([
    [60, 20, [3, 6, 9, 12]],
    [20, 20, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [50, 20, [3, 5, 8, 10]],
  ])('at %d Hz, sent at %d Hz', (tickRateHz, sendRateHz, ticks) => {
    const sent = Array.from({ length: 12 }, (_, i) => i + 1).filter((tick) =>
      sendsAt({ tickRateHz, sendRateHz }, tick),
    );
    expect(sent).toEqual(ticks);
  });
});

describe('a room that sends after every fourth tick', () => {
  test('welcomes with a snapshot then, and sends nothing between', () => {
    const { house, join } = made();
    const ann = join('Ann');
    house.tick(ann.room, 3);
    expect(ann.messages).toBe(0);
    house.tick(ann.room);
    expect([ann.messages, ann.tick, typeOf(ann)]).toEqual([2, 4, messageType.snapshot]);
    house.tick(ann.room, 3);
    const bo = join('Bo');
    house.tick(ann.room);
    expect([ann.messages, ann.tick, typeOf(ann)]).toEqual([3, 8, messageType.tick]);
    expect([bo.messages, bo.tick]).toEqual([2, 8]);
    house.tick(ann.room, 4);
    expect(bo.lastPayload).toBe(ann.lastPayload);
  });

  test('gives every event of the ticks between, in their order, once', () => {
    const { house, join } = made();
    const ann = join('Ann');
    house.tick(ann.room, 4);
    const said = Array.from({ length: 40 }, (_, i) => `${i}`);
    for (const text of said) {
      ann.send('say', { text });
      house.tick(ann.room);
    }
    house.tick(ann.room, 4);
    const heard = ann.events.map((event) => event.kind === 'said' && event.data.text);
    expect(heard).toEqual(said);
  });

  test('gives who has caught up the events since it sent last, as everybody', () => {
    const { house, join } = made();
    const [ann, slow] = [join('Ann'), join('Slow')];
    house.tick(ann.room, 4);
    slow.stall();
    const bot = new Bot(game, 5);
    for (let tick = 0; tick < 40; tick++) {
      bot.play(ann);
      house.tick(ann.room);
    }
    slow.resume();
    const { messages } = slow;
    const before = slow.events.length;
    for (const text of ['one', 'two', 'three', 'four']) {
      ann.send('say', { text });
      house.tick(ann.room);
    }
    expect([slow.messages, slow.tick, typeOf(slow)]).toEqual([
      messages + 1,
      ann.tick,
      messageType.tick,
    ]);
    const own = slow.events.slice(before).filter(({ kind }) => kind === 'said');
    const saids = own.map((event) => event.kind === 'said' && event.data.text);
    expect(saids).toEqual(['one', 'two', 'three', 'four']);
  });

  test('tells of a refused input when it sends next', () => {
    const { house, join } = made();
    const ann = join('Ann');
    house.tick(ann.room, 4);
    for (const text of ['one', 'two']) ann.send('say', { text });
    house.tick(ann.room, 3);
    ann.send('say', { text: 'three' });
    ann.send('say', { text: 'four' });
    expect(ann.refusals).toEqual([]);
    house.tick(ann.room);
    expect(ann.refusals).toEqual([
      { number: 2, why: 'tooManyInputs' },
      { number: 4, why: 'tooManyInputs' },
    ]);
  });
});
