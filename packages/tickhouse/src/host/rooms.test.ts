// Which room a wish leads to, how many there may be, and when they end.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { createHouse, type HouseLimits } from '../testing/index.ts';

const ann = { name: 'ann', hue: 1 };

function made(limits: Partial<HouseLimits> = {}) {
  return createHouse({ games: [arena, cards, counter], limits });
}

describe('quick', () => {
  test('leads into an open public room of the game, else makes one', () => {
    const house = made();
    const first = house.join(arena, ann);
    expect(first.room.id).toMatch(/^q-[0-9a-hjkmnp-tv-z]{6}$/);
    expect(house.join(arena, ann).room).toBe(first.room);
    const other = house.join(cards, { name: 'ann' });
    expect([house.host.roomCount, other.room.plan.game]).toEqual([2, cards]);
  });

  test('makes another room when all are full', () => {
    const house = made();
    const [first] = [0, 1, 2, 3].map(() => house.join(arena, ann));
    const fifth = house.join(arena, ann);
    expect(fifth.room).not.toBe(first?.room);
    expect([first?.room.free, fifth.room.free]).toEqual([0, 3]);
  });

  test('fills the fullest room that has a seat', () => {
    const house = made();
    house.join(arena, ann, { room: 'cave' });
    house.join(arena, ann, { room: 'hall' });
    house.join(arena, ann, { room: 'hall' });
    expect(house.join(arena, ann).room.id).toBe('hall');
    expect(house.join(arena, ann).room.id).toBe('hall');
    expect(house.join(arena, ann).room.id).toBe('cave');
  });

  test('leads only into rooms of the same options, however they are written', () => {
    const house = made();
    const usual = house.join(arena, ann);
    const wide = house.join(arena, ann, { options: { width: 30 } });
    expect(wide.room).not.toBe(usual.room);
    expect(house.join(arena, ann, { options: { width: 30, walls: true } }).room).toBe(wide.room);
    expect(house.join(arena, ann, { options: { width: 20 } }).room).toBe(usual.room);
  });

  test('never leads into a private room', () => {
    const house = made();
    const secret = house.join(arena, ann, { room: 'private' });
    expect(house.join(arena, ann).room).not.toBe(secret.room);
  });

  test('for a spectator is the fullest public room of the game, whatever its options', () => {
    const house = made();
    expect(codeOf(() => house.watch(arena))).toBe('ROOM_NOT_FOUND');
    house.join(arena, ann, { room: 'private' });
    house.join(cards, { name: 'ann' });
    expect(codeOf(() => house.watch(arena))).toBe('ROOM_NOT_FOUND');
    house.join(arena, ann, { room: 'cave' });
    const hall = house.join(arena, ann, { room: 'hall', options: { width: 9 } });
    house.join(arena, ann, { room: 'hall' });
    expect(house.watch(arena).room).toBe(hall.room);
  });

  test('for a spectator is none that everybody left, although it is still there', () => {
    const house = made();
    const player = house.join(arena, ann, { room: 'cave' });
    house.advance(1);
    player.leave();
    house.advance(1);
    expect(house.host.roomCount).toBe(1);
    expect(codeOf(() => house.watch(arena))).toBe('ROOM_NOT_FOUND');
    expect(house.watch(arena, { room: 'cave' }).room).toBe(player.room);
  });
});

describe('a name', () => {
  test('leads to the room of that name, made where there is none, in any case', () => {
    const house = made();
    const one = house.join(arena, ann, { room: 'cave' });
    expect(house.join(arena, ann, { room: 'CAVE', options: { width: 3 } }).room).toBe(one.room);
    expect(house.watch(arena, { room: 'Cave' }).room).toBe(one.room);
    expect(house.join(cards, { name: 'ann' }, { room: 'cave' }).room).not.toBe(one.room);
  });

  test.each(['', '-cave', '1cave', 'a b', 'höhle', 'a'.repeat(33), 'a/b', '..'])(
    'that is none makes no room: %j',
    (room) => {
      const house = made();
      expect(codeOf(() => house.join(arena, ann, { room }))).toBe('ROOM_NOT_FOUND');
      expect(house.host.roomCount).toBe(0);
    },
  );

  test('is not made by watching', () => {
    const house = made();
    expect(codeOf(() => house.watch(arena, { room: 'cave' }))).toBe('ROOM_NOT_FOUND');
    expect(codeOf(() => house.watch(arena, { room: 'private' }))).toBe('ROOM_NOT_FOUND');
    expect(house.host.roomCount).toBe(0);
  });

  test('of a game that is not served: UNKNOWN_GAME', () => {
    const house = createHouse({ games: [arena] });
    expect(codeOf(() => house.join(cards, { name: 'ann' }))).toBe('UNKNOWN_GAME');
    expect(codeOf(() => house.watch(cards))).toBe('UNKNOWN_GAME');
  });
});

describe('a private room', () => {
  test('is new at every wish, has an id of 50 random bits, and only that leads to it', () => {
    const house = made();
    const ids = Array.from({ length: 200 }, () => {
      const { room } = house.join(arena, ann, { room: 'private' });
      expect(room.id).toMatch(/^p-[0-9a-hjkmnp-tv-z]{10}$/);
      return room.id;
    });
    expect(new Set(ids).size).toBe(200);
    // Each of the ten letters takes all 32 values: 10 × 5 bits.
    const used = new Set(ids.flatMap((id) => [...id.slice(2)].map((letter, i) => `${i}${letter}`)));
    expect(used.size).toBeGreaterThan(310);
    const [id = ''] = ids;
    expect(house.join(arena, ann, { room: id.toUpperCase() }).room.id).toBe(id);
    expect(house.watch(arena, { room: id }).room.id).toBe(id);
  });

  test('stands in no list', () => {
    const house = made();
    house.join(arena, ann, { room: 'private' });
    expect([house.host.rooms(), house.host.roomCount]).toEqual([[], 1]);
  });

  test('that is gone is made anew by its id, and stays private', () => {
    const house = made();
    expect(codeOf(() => house.watch(arena, { room: 'p-0123456789' }))).toBe('ROOM_NOT_FOUND');
    const { room } = house.join(arena, ann, { room: 'P-0123456789' });
    expect([room.id, room.isPrivate]).toEqual(['p-0123456789', true]);
    expect(house.host.rooms()).toEqual([]);
    expect(house.join(arena, ann, { room: 'p-0123456789' }).room).toBe(room);
  });

  test.each(['p-012345678', 'p-01234567890', 'p-012345678l', 'q-012345', 'p-', 'q-'])(
    'is not made by what nobody was given: %s',
    (room) => {
      const house = made();
      expect(codeOf(() => house.join(arena, ann, { room }))).toBe('ROOM_NOT_FOUND');
      expect(house.host.roomCount).toBe(0);
    },
  );
});

describe('the list of rooms', () => {
  test('says of each public room who is there and what it was made with', () => {
    const house = made();
    const one = house.join(arena, ann, { room: 'cave', options: { pace: 'fast' } });
    house.join(arena, ann, { room: 'cave' });
    house.watch(arena, { room: 'cave' });
    house.tick(one.room);
    expect(house.host.rooms()).toEqual([
      {
        game: 'arena',
        id: 'cave',
        seated: 2,
        seats: 4,
        watching: 1,
        options: { width: 20, height: 10, pace: 'fast', drag: 0.5, walls: true },
      },
    ]);
    expect(JSON.stringify(house.host.rooms())).toBeTypeOf('string');
  });
});

describe('limits', () => {
  test('no more rooms than roomsMax: SERVER_FULL; rooms that are there stay open', () => {
    const house = made({ roomsMax: 2 });
    house.join(arena, ann, { room: 'cave' });
    house.join(arena, ann, { room: 'private' });
    expect(codeOf(() => house.join(arena, ann, { room: 'hall' }))).toBe('SERVER_FULL');
    expect(codeOf(() => house.join(cards, { name: 'ann' }))).toBe('SERVER_FULL');
    expect(codeOf(() => house.join(arena, ann))).toBe('nothing');
  });

  test('no state larger than stateBytesMax: BAD_OPTIONS', () => {
    const house = made({ stateBytesMax: 20_000 });
    const join = (width: number) => () =>
      house.join(arena, ann, { room: `w${width}`, options: { width } });
    expect(codeOf(join(200))).toBe('nothing');
    expect(codeOf(join(4_000))).toBe('BAD_OPTIONS');
  });

  test.each([{ width: 0 }, { width: -1 }, { width: 1.5 }, { depth: 1 }, { pace: 'medium' }])(
    'no room for options that are none: %j',
    (options) => {
      const house = made();
      const choice = { options: options as never };
      expect(codeOf(() => house.join(arena, ann, choice))).toBe('BAD_OPTIONS');
      expect([house.host.roomCount, house.errors]).toEqual([0, []]);
    },
  );
});

describe('a room that nobody is in', () => {
  const limits = { lingerMs: 1_000, graceMs: 500 };

  test('is closed after the linger time, and not before', () => {
    const house = made(limits);
    const one = house.join(counter, {}, { room: 'cave' });
    house.tick(one.room, 5);
    one.leave();
    house.advance(1_000);
    expect(house.host.roomCount).toBe(1);
    house.advance(100);
    expect([house.host.roomCount, house.clock.pending]).toEqual([0, 0]);
    expect(one.closed).toBeUndefined();
  });

  test('stays when someone comes in time, and the linger time begins anew', () => {
    const house = made(limits);
    const one = house.join(counter, {}, { room: 'cave' });
    house.tick(one.room);
    one.leave();
    house.advance(900);
    const two = house.join(counter, {}, { room: 'cave' });
    house.advance(500);
    two.leave();
    house.advance(900);
    expect([two.room === one.room, house.host.roomCount]).toEqual([true, 1]);
  });

  test('stays for a seat within its grace time, and for a spectator', () => {
    const house = made({ lingerMs: 100, graceMs: 2_000 });
    const one = house.join(counter, {}, { room: 'cave' });
    const seer = house.watch(counter, { room: 'cave' });
    house.advance(100);
    one.drop();
    house.advance(10_000);
    expect(seer.room.seated).toBe(0);
    expect(house.host.roomCount).toBe(1);
    seer.leave();
    house.advance(200);
    expect(house.host.roomCount).toBe(0);
  });

  test('that was made for one who never came is closed too', () => {
    const house = made(limits);
    house.host.place({ game: 'arena', room: 'cave', watch: false, options: [] });
    house.advance(1_200);
    expect(house.host.roomCount).toBe(0);
  });

  test('and was closed leaves its name to a new one', () => {
    const house = made(limits);
    const one = house.join(counter, {}, { room: 'cave' });
    house.tick(one.room);
    one.send('add', { amount: 3 });
    house.tick(one.room);
    one.leave();
    house.advance(2_000);
    const two = house.join(counter, {}, { room: 'cave', token: one.welcome.token });
    house.tick(two.room);
    expect([two.room === one.room, two.state.total, two.tick]).toEqual([false, 0, 1]);
  });
});

describe('stop', () => {
  test('ends every room, tells everyone, and takes no one any more: SERVER_CLOSING', () => {
    const house = made();
    const one = house.join(arena, ann);
    const two = house.join(cards, { name: 'ann' }, { room: 'private' });
    const seer = house.watch(arena);
    house.tick(one.room);
    void house.host.stop();
    expect([one, two, seer].map(({ closed }) => closed)).toEqual(Array(3).fill('serverClosing'));
    expect([house.host.roomCount, house.host.rooms(), house.clock.pending]).toEqual([0, [], 0]);
    expect(codeOf(() => house.join(arena, ann))).toBe('SERVER_CLOSING');
    const { tick } = one.room;
    house.advance(10_000);
    expect([one.room.tick, house.errors]).toEqual([tick, []]);
    void house.host.stop();
  });

  test('of one house leaves another alone', () => {
    const [one, two] = [made(), made()];
    const [a, b] = [one.join(arena, ann), two.join(arena, ann)];
    void one.host.stop();
    two.tick(b.room, 3);
    expect([a.closed, b.closed, b.tick]).toEqual(['serverClosing', undefined, 3]);
  });
});
