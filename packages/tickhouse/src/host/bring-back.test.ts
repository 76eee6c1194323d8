// A house that is gone without a word, and the next one on the same store: rooms are as they were, their
// players come back to their seats, and what was asked of the world is done.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { openKept } from '../../../../tests/support/kept-house.ts';
import { promisesRun } from '../../../../tests/support/slow-journal.ts';
import { TickhouseError } from '../errors.ts';
import { type AnyGame, blueprintOf, defineGame, planOf } from '../game/index.ts';
import { list, u8, u16 } from '../index.ts';
import { memoryStore, Replay, readRun, replayOf } from '../journal/index.ts';
import { Bot } from '../testing/index.ts';

const cave = { room: 'cave' };
const anySeed = fc.integer({ min: 1, max: 1_000_000 });

describe('a house that was killed', () => {
  test.each([arena, cards] as readonly AnyGame[])(
    'leaves its rooms of $name to the next one, as they were at their last durable tick',
    async (game) => {
      await fc.assert(
        fc.asyncProperty(anySeed, async (seed) => {
          const store = memoryStore();
          const first = await openKept({ games: [game], store, seed });
          const bot = new Bot(game, seed);
          const random = new Dice(seed);
          const enter = (house = first.house, room = 'cave', token?: Uint8Array) =>
            house.join(game, bot.player() as never, { room, token });
          const clients = [enter(), enter(first.house, 'hall')];
          await first.advance(100);
          const steps = 20 + random.below(200);
          for (let step = 0; step < steps; step++) {
            for (const client of clients) if (random.chance(0.5)) bot.play(client);
            const room = random.chance(0.5) ? 'cave' : 'hall';
            const seated = clients.filter((client) => client.room.id === room).length;
            if (random.chance(0.03) && seated < game.seats) clients.push(enter(first.house, room));
            await first.advance(50);
          }
          // Whoever came last is welcomed too.
          await first.advance(100);
          // What was seen is durable: nothing of it may be taken back.
          const seen = clients.map((client) => ({
            client,
            tick: client.tick,
            input: inputOf(client.state, client.seat),
          }));
          const rooms = new Map(clients.map(({ room }) => [room.id, room]));
          const were = [...rooms.values()].map((room) => ({ id: room.id, was: room.checkpoint() }));

          const second = await openKept({ games: [game], store, seed: seed + 1 });
          expect([second.house.errors, second.lost]).toEqual([[], []]);
          for (const { id, was } of were) {
            const back = second.house.watch(game, { room: id }).room;
            expect(back.tick).toBe(was.tick);
            expect(Buffer.compare(back.checkpoint().state, was.state)).toBe(0);
          }
          const again = seen.map(({ client, tick, input }) => {
            const { token, seat } = client.welcome;
            const one = enter(second.house, client.room.id, token);
            return { one, tick, input, seat };
          });
          await second.advance(100);
          for (const { one, tick, input, seat } of again) {
            expect(one.seat).toBe(seat);
            expect(one.tick).toBeGreaterThan(tick);
            expect(inputOf(one.state, one.seat)).toBeGreaterThanOrEqual(input);
          }
          expect(second.house.errors).toEqual([]);
        }),
        { numRuns: 12 },
      );
    },
  );

  test('has kept every tick of every room: made again from the journal they are what they were', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const game: AnyGame = seed % 2 === 0 ? arena : cards;
        const store = memoryStore();
        // Lanes are left for new ones often: what is kept goes over from one to the next.
        const journalLimits = { journalBytesMax: 1_000_000_000, journalAgeMaxMs: 8_000 };
        let nowMs = 0;
        const now = (): number => nowMs;
        const { house, advance } = await openKept({
          games: [game],
          store,
          seed,
          journalLimits,
          now,
        });
        const bot = new Bot(game, seed);
        const client = house.join(game, bot.player() as never, cave);
        const { room } = client;
        const states = new Map<number, string>();
        for (let step = 0; step < 150; step++) {
          bot.play(client);
          await advance(50);
          // The lanes of the test are as old as its clock says; nothing is too old to be kept.
          nowMs += 50;
          states.set(room.tick, Buffer.from(room.checkpoint().state).toString('base64'));
        }
        const plan = planOf(blueprintOf(game));
        const histories = await readRun(store, room.run, () => plan);
        const replay = new Replay(replayOf(plan, room.id, histories), game);
        while (replay.step() !== undefined) {
          const was = states.get(replay.tick);
          if (was === undefined) continue;
          expect(Buffer.from(replay.simulation.save()).toString('base64')).toBe(was);
          compared++;
        }
        expect(replay.tick).toBe(room.tick);
      }),
      { numRuns: 10 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  test('does not leave rooms that had ended', async () => {
    const store = memoryStore();
    const first = await openKept({ games: [counter], store, limits: { lingerMs: 100 } });
    const one = first.house.join(counter, {}, cave);
    const two = first.house.join(counter, {}, { room: 'hall' });
    const three = first.house.join(counter, {}, { room: 'attic' });
    await first.advance(100);
    one.leave();
    two.send('fail');
    await first.advance(1_000);
    expect(first.house.host.rooms().map(({ id }) => id)).toEqual(['attic']);
    const second = await openKept({ games: [counter], store });
    expect(second.house.host.rooms().map(({ id }) => id)).toEqual(['attic']);
    expect(three.closed).toBeUndefined();
  });

  test('leaves its seats: to whoever has the token, for the grace time, and to nobody else', async () => {
    const store = memoryStore();
    const first = await openKept({ games: [counter], store });
    const one = first.house.join(counter, {}, cave);
    first.house.join(counter, {}, cave);
    await first.advance(200);
    const { token, seat } = one.welcome;

    const second = await openKept({ games: [counter], store });
    const back = second.house.join(counter, {}, { ...cave, token });
    const other = second.house.join(counter, {}, cave);
    await second.advance(100);
    expect([back.seat, other.seat, back.welcome.token]).toEqual([seat, 2, token]);
    expect(codeOf(() => second.house.join(counter, {}, cave))).toBe('ROOM_FULL');
    await second.advance(16_000);
    const late = second.house.join(counter, {}, cave);
    await second.advance(100);
    expect(late.seat).toBe(1);
    expect(second.house.errors).toEqual([]);
  });

  test('leaves a room that stands still until its first player is back, or five seconds', async () => {
    const store = memoryStore();
    const first = await openKept({ games: [counter], store });
    const clients = ['cave', 'hall'].map((room) => first.house.join(counter, {}, { room }));
    await first.advance(500);
    const second = await openKept({ games: [counter], store });
    const ticks = (): (number | undefined)[] =>
      ['cave', 'hall'].map(
        (room) => second.house.host.rooms().find(({ id }) => id === room) && tickOf(room),
      );
    const tickOf = (room: string): number => second.house.watch(counter, { room }).room.tick;
    await second.advance(4_000);
    const was = clients.map(({ room }) => room.tick);
    // Watching is coming back: from here on both tick.
    expect(ticks()).toEqual(was);
    await second.advance(500);
    expect(ticks().every((tick, i) => (tick ?? 0) > (was[i] as number))).toBe(true);
    const third = await openKept({ games: [counter], store });
    await third.advance(6_000);
    const { tick } = third.house.watch(counter, cave).room;
    expect(tick).toBeGreaterThan(ticks()[0] as number);
  });
});

describe('what was asked of the world', () => {
  test('is done again where nobody knows that it was done, under the same key', async () => {
    const store = memoryStore();
    const done: string[] = [];
    const never = new Promise<void>(() => {});
    const effects = (handled: (key: string) => void | Promise<void>) => ({
      counter: { reached: (_: { total: number }, { key }: { key: string }) => handled(key) },
    });
    const first = await openKept({
      games: [counter],
      store,
      effects: effects((key) => {
        done.push(key);
        // The second is never carried out.
        return done.length === 2 ? never : undefined;
      }),
    });
    const one = first.house.join(counter, {}, cave);
    await first.advance(100);
    for (let i = 0; i < 3; i++) {
      one.send('add', { amount: 1 });
      await first.advance(50);
    }
    // Longer than a checkpoint's distance: what is done is not done again, what hangs is.
    await first.advance(12_000);
    one.send('add', { amount: 1 });
    await first.advance(50);
    const [, second, , fourth] = done;
    const again: string[] = [];
    const next = await openKept({
      games: [counter],
      store,
      effects: effects((key) => void again.push(key)),
    });
    await promisesRun();
    expect(again).toEqual([second, fourth]);
    expect(next.house.errors).toEqual([]);
  });

  const asking = defineGame({
    name: 'asking',
    rulesVersion: 1,
    tickRate: 20,
    seats: 1,
    inputs: { ask: { n: u8 } },
    work: { square: { asks: { n: u8 }, gives: { square: u16 } } },
    state: { squares: list(u16, 10) },
    step({ state, inputs, results, offload }) {
      for (const { data } of inputs) offload('square', data);
      for (const { gives } of results) state.squares.push(gives?.square ?? 0);
    },
  });

  test('work that had not come back is asked for again, and what had come back is not', async () => {
    const store = memoryStore();
    const first = await openKept({
      games: [asking],
      store,
      work: {
        asking: { square: ({ n }) => (n === 3 ? new Promise(() => {}) : { square: n * n }) },
      },
    });
    const one = first.house.join(asking, {}, cave);
    await first.advance(100);
    for (const n of [2, 3, 4]) {
      one.send('ask', { n });
      await first.advance(100);
    }
    await first.advance(12_000);
    const asked: number[] = [];
    const second = await openKept({
      games: [asking],
      store,
      work: {
        asking: {
          square: ({ n }) => {
            asked.push(n);
            return { square: n * n };
          },
        },
      },
    });
    const seer = second.house.watch(asking, cave);
    await second.advance(300);
    const { squares } = seer.state;
    expect(asked).toEqual([3]);
    expect(Array.from({ length: squares.length }, (_, i) => squares.at(i))).toEqual([4, 16, 9]);
  });
});

describe('a journal', () => {
  test('that was taken over ends the rooms here, and nothing of it is said', async () => {
    const store = memoryStore();
    const first = await openKept({ games: [counter], store });
    const one = first.house.join(counter, {}, cave);
    await first.advance(200);
    const { tick } = one;
    const second = await openKept({ games: [counter], store });
    one.send('add', { amount: 1 });
    await first.advance(200);
    expect(first.house.errors).toMatchObject([{ code: 'LANE_FENCED' }]);
    expect([one.tick, one.closed, first.house.host.roomCount]).toEqual([tick, 'serverClosing', 0]);
    expect(second.house.watch(counter, cave).room.tick).toBe(tick);
  });

  test('that cannot be written to says so; rooms go on, and are kept again when it can', async () => {
    const inner = memoryStore();
    const full = new TickhouseError('STORE_FULL', 'the disk is full');
    let isFull = false;
    const store = {
      ...wrap(inner),
      openLane: async () => {
        if (isFull) throw full;
        const lane = await inner.openLane();
        return {
          name: lane.name,
          append: async (...args: Parameters<typeof lane.append>) => {
            if (isFull) throw full;
            return lane.append(...args);
          },
        };
      },
    };
    let nowMs = 0;
    const first = await openKept({ games: [counter], store, now: () => nowMs });
    const one = first.house.join(counter, {}, cave);
    await first.advance(500);
    const keys = new Set([one.room.run]);
    isFull = true;
    await first.advance(500);
    expect(first.house.errors).toMatchObject([{ code: 'STORE_FULL' }]);
    expect(String(first.house.errors[0])).toMatch(/go on, but would not survive/);
    expect(first.journal.isFailing).toBe(true);
    expect(one.tick).toBe(one.room.tick);
    expect(keys.has(one.room.run)).toBe(false);
    // It is tried again after a while, not at every tick, and not told again.
    nowMs += 6_000;
    await first.advance(500);
    isFull = false;
    nowMs += 6_000;
    await first.advance(500);
    expect([first.journal.isFailing, first.house.errors.length]).toEqual([false, 1]);
    const { tick } = one;
    const second = await openKept({ games: [counter], store: inner });
    expect(second.house.watch(counter, cave).room.tick).toBe(tick);
  });

  test('begins a new lane after a failed append, and nobody notices', async () => {
    const inner = memoryStore();
    let failures = 1;
    const store = {
      ...wrap(inner),
      openLane: async () => {
        const lane = await inner.openLane();
        return {
          name: lane.name,
          append: async (...args: Parameters<typeof lane.append>) => {
            if (failures-- === 0) throw new TickhouseError('LANE_AMBIGUOUS', 'the thread died');
            return lane.append(...args);
          },
        };
      },
    };
    failures = 5;
    const first = await openKept({ games: [counter], store });
    const one = first.house.join(counter, {}, cave);
    await first.advance(1_000);
    expect(first.house.errors).toMatchObject([{ code: 'LANE_AMBIGUOUS' }]);
    expect([one.closed, one.tick, first.journal.isFailing]).toEqual([
      undefined,
      one.room.tick,
      false,
    ]);
    const second = await openKept({ games: [counter], store: inner });
    expect(second.house.watch(counter, cave).room.tick).toBe(one.room.tick);
  });

  test('keeps what rooms did within its limits, the oldest goes first', async () => {
    const store = memoryStore();
    let nowMs = Date.now();
    const journalLimits = { journalAgeMaxMs: 4_000, journalBytesMax: 1_000_000 };
    const kept = await openKept({ games: [counter], store, journalLimits, now: () => nowMs });
    kept.house.join(counter, {}, cave);
    const counts: number[] = [];
    for (let i = 0; i < 30; i++) {
      await kept.advance(500);
      nowMs += 500;
      counts.push((await store.lanes()).length);
    }
    expect(Math.max(...counts)).toBeGreaterThan(2);
    expect(counts.at(-1)).toBeLessThan(14);
    const second = await openKept({ games: [counter], store });
    expect(second.house.host.roomCount).toBe(1);
  });
});

/** A store's methods, bound, for tests that replace one. */
function wrap(store: ReturnType<typeof memoryStore>): ReturnType<typeof memoryStore> {
  return {
    directory: store.directory,
    openLane: () => store.openLane(),
    lanes: () => store.lanes(),
    seal: (lane) => store.seal(lane),
    read: (...args) => store.read(...args),
    blob: (...args) => store.blob(...args),
    remove: (lane) => store.remove(lane),
    close: () => store.close(),
  };
}

/** The number of the last input that a tick took from a seat. */
function inputOf(state: unknown, seat = 0): number {
  const { $seats } = state as { $seats: { at(slot: number): { lastInput: number } | undefined } };
  return $seats.at(seat)?.lastInput ?? 0;
}
