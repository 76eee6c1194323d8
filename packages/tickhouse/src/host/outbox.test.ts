// Nothing leaves before the append of its tick has resolved: not a welcome, not a tick, not an effect.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { promisesRun, SlowJournal } from '../../../../tests/support/slow-journal.ts';
import { noJournal, type TickRecord } from '../journal/index.ts';
import { createHouse } from '../testing/index.ts';

const room = { room: 'cave' };
const ann = { name: 'ann', hue: 1 };

function made() {
  const journal = new SlowJournal();
  const performed: number[] = [];
  const house = createHouse({
    games: [counter, arena],
    journal,
    limits: { lingerMs: 200 },
    effects: { counter: { reached: ({ total }) => void performed.push(total) } },
  });
  return { house, journal, performed };
}

/** `cave 3` for each record. */
const named = (records: readonly TickRecord[] = []): string[] =>
  records.map((record) => `${record.room} ${record.tick}`);

describe('with a journal that takes its time', () => {
  test('welcome and snapshot wait for the append of their tick', async () => {
    const { house, journal } = made();
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    await promisesRun();
    expect([one.messages, journal.underWay]).toEqual([0, 1]);
    await journal.settle();
    expect([one.messages, one.tick]).toEqual([2, 1]);
  });

  test('ticks and effects wait for theirs, and come in order', async () => {
    const { house, journal, performed } = made();
    const one = house.join(counter, {}, room);
    const seer = house.watch(counter, room);
    const ticks: number[] = [];
    seer.onTick = ({ tick }) => ticks.push(tick);
    house.tick(one.room);
    await journal.settle();
    one.send('add', { amount: 3 });
    house.tick(one.room);
    one.send('add', { amount: 4 });
    house.tick(one.room, 2);
    await promisesRun();
    expect([one.tick, performed]).toEqual([1, []]);
    await journal.settle();
    expect([one.tick, one.state.total, performed]).toEqual([2, 3, [3]]);
    await journal.settle();
    expect([one.tick, one.state.total, performed]).toEqual([4, 7, [3, 7]]);
    expect(ticks).toEqual([1, 2, 3, 4]);
  });

  test('one append is under way at a time, and the next carries all that gathered', async () => {
    const { house, journal } = made();
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    const two = house.join(arena, ann, { room: 'hall' });
    house.tick(two.room, 2);
    house.tick(one.room, 3);
    expect([journal.underWay, named(journal.appends[0])]).toEqual([1, ['cave 1']]);
    const reached = one.room.tick;
    await journal.settle();
    expect([journal.appends.length, journal.underWay]).toEqual([2, 1]);
    const gathered = named(journal.appends[1]);
    const ofCave = gathered.filter((name) => name.startsWith('cave'));
    expect(ofCave).toEqual(Array.from({ length: reached - 1 }, (_, i) => `cave ${i + 2}`));
    expect(gathered).toContain('hall 1');
    expect(gathered).toContain('hall 2');
    await journal.settle();
    expect([one.tick, two.tick, journal.underWay]).toEqual([one.room.tick, two.room.tick, 0]);
  });

  test('records hold the commands of their own tick, whenever they are appended', async () => {
    const { house, journal } = made();
    const one = house.join(counter, {}, room);
    house.tick(one.room, 2);
    one.room.input(one.attachment, 1, 'add', { amount: 5 });
    house.tick(one.room, 2);
    await journal.settle();
    const commands = journal.appends
      .flat()
      .map((record) => record.commands.map(({ type }) => type));
    expect(commands).toEqual([['join'], [], ['input'], []]);
  });

  test('what is sent is what the tick was, not what the room is by then', async () => {
    const { house, journal } = made();
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    await journal.settle();
    one.send('say', { text: 'one' });
    house.tick(one.room);
    one.send('say', { text: 'two' });
    house.tick(one.room);
    const said: string[] = [];
    one.onTick = ({ tick, events }) => said.push(`${tick}: ${events.length}`);
    await journal.settle();
    await journal.settle();
    expect(said).toEqual(['2: 1', '3: 2']);
  });

  test('whoever leaves meanwhile gets nothing, and the others all', async () => {
    const { house, journal } = made();
    const one = house.join(counter, {}, room);
    const two = house.join(counter, {}, room);
    house.tick(one.room);
    two.drop();
    await journal.settle();
    expect([two.messages, one.messages]).toEqual([0, 2]);
  });

  test('a room that ends meanwhile still has its effects performed', async () => {
    const { house, journal, performed } = made();
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    await journal.settle();
    one.send('add', { amount: 2 });
    house.tick(one.room);
    one.leave();
    house.advance(900);
    expect([house.host.roomCount, performed]).toEqual([0, []]);
    await journal.settle();
    expect(performed).toEqual([2]);
  });
});

test('rooms stand still while an append takes longer than a second, and go on afterwards', async () => {
  const { house, journal } = made();
  const one = house.join(counter, {}, room);
  house.tick(one.room);
  house.advance(1_000);
  const stoodAt = one.room.tick;
  house.advance(60_000);
  expect([one.room.tick, one.tick]).toEqual([stoodAt, 0]);
  await journal.settle();
  await journal.settle();
  house.advance(1_000);
  await journal.settle();
  expect(one.room.tick).toBeGreaterThan(stoodAt + 5);
  expect(one.tick).toBeGreaterThan(stoodAt);
});

test('who is sent away by a room that failed has heard all that it said before', async () => {
  const { house, journal } = made();
  const one = house.join(counter, {}, room);
  house.tick(one.room);
  await journal.settle();
  one.send('add', { amount: 3 });
  house.tick(one.room);
  one.send('fail');
  house.tick(one.room);
  expect(house.host.roomCount).toBe(0);
  expect([one.tick, one.closed]).toEqual([1, undefined]);
  await journal.settle();
  expect([one.tick, one.state.total, one.closed]).toEqual([2, 3, undefined]);
  await journal.settle();
  expect(one.closed).toBe('roomFailed');
});

test('a room whose words cannot go out is reported, and keeps back those of no other', async () => {
  const { house, journal } = made();
  const bug = new Error('a bug');
  const one = house.join(counter, {}, room);
  const two = house.join(arena, ann, { room: 'hall' });
  house.tick(one.room);
  house.tick(two.room);
  const refuses = {
    sendAll: () => {
      throw bug;
    },
  };
  Object.assign(one.receiver, refuses);
  while (journal.underWay > 0) await journal.settle();
  expect([one.messages, two.tick]).toEqual([0, two.room.tick]);
  expect(house.errors).toEqual([bug]);
  house.tick(two.room, 2);
  while (journal.underWay > 0) await journal.settle();
  expect(two.tick).toBe(two.room.tick);
});

describe('an append that fails', () => {
  const broken = new Error('the disk is full');

  test('stops everything and says so; nothing of its ticks was or is said', async () => {
    const { house, journal, performed } = made();
    const one = house.join(counter, {}, room);
    const two = house.join(arena, ann, { room: 'hall' });
    house.tick(one.room);
    await journal.settle();
    one.send('add', { amount: 1 });
    house.tick(one.room, 2);
    const { messages } = one;
    await journal.fail(broken);
    expect(house.errors).toEqual([broken]);
    expect([one.closed, two.closed]).toEqual(['serverClosing', 'serverClosing']);
    expect([one.messages, performed]).toEqual([messages, []]);
    expect([house.host.roomCount, house.clock.pending]).toEqual([0, 0]);
    expect(codeOf(() => house.join(counter, {}))).toBe('SERVER_CLOSING');
    house.advance(1_000);
    await promisesRun();
    expect(journal.underWay).toBe(0);
  });

  test('at once, by a throw, stops everything too', async () => {
    const house = createHouse({
      games: [counter],
      journal: {
        append: () => {
          throw broken;
        },
      },
    });
    const one = house.join(counter, {}, room);
    house.advance(100);
    await promisesRun();
    expect(house.errors).toEqual([broken]);
    expect([one.closed, one.messages, house.clock.pending]).toEqual(['serverClosing', 0, 0]);
  });
});

describe('with the memory journal', () => {
  test('everything leaves at once', () => {
    expect(noJournal().append([])).toBeUndefined();
    const house = createHouse({ games: [counter], journal: noJournal() });
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    expect(one.tick).toBe(1);
  });
});

test('appends begin no closer together than the journal asks', async () => {
  const appends: number[] = [];
  const journal = {
    paceMs: 10,
    append: () => {
      appends.push(house.clock.now());
      return Promise.resolve();
    },
  };
  const house = createHouse({ games: [counter], journal });
  const rooms = Array.from({ length: 12 }, (_, i) =>
    house.join(counter, {}, { room: `room-${i}` }),
  );
  for (let ms = 0; ms < 500; ms++) {
    house.advance(1);
    await promisesRun();
  }
  // The timer's grain, 2 ms, is let off.
  const gaps = appends.slice(1).map((at, i) => at - (appends[i] as number));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(8);
  for (const { tick, room } of rooms) expect(tick).toBe(room.tick);
});
