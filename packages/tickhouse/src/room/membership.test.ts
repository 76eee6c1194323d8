// Coming, going and coming back: what each receiver gets, and what the next tick hears of it.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { Shadow } from '../../../../tests/support/shadow.ts';
import type { Command } from '../game/index.ts';
import type { TickRecord } from '../journal/index.ts';
import { createHouse, type HouseOptions } from '../testing/index.ts';

const games = [arena, cards] as const;
const ann = { name: 'ann', hue: 1 };
const bob = { name: 'bob', hue: 2 };

/** A house that keeps the commands of every tick. */
function made(options: Partial<HouseOptions<typeof games>> = {}) {
  const records: TickRecord[] = [];
  const append = (ticks: readonly TickRecord[]): undefined => void records.push(...ticks);
  const house = createHouse({ games, journal: { append }, ...options });
  /** The commands of the last tick, as `join 0`. */
  const said = (): string[] => (records.at(-1)?.commands ?? []).map(textOf);
  return { house, records, said };
}

function textOf(command: Command): string {
  if (command.type === 'result') return `result ${command.kind}`;
  return `${command.type} ${command.seat}${command.type === 'input' ? ` ${command.kind}` : ''}`;
}

const room = { room: 'cave' };

describe('whoever joins', () => {
  test('gets welcome and snapshot with the next tick, and then every tick', () => {
    const { house } = made();
    const one = house.join(arena, ann, room);
    expect(one.messages).toBe(0);
    house.tick(one.room);
    expect([one.messages, one.tick, one.seat]).toEqual([2, 1, 0]);
    expect(one.welcome.token).toHaveLength(16);
    expect(one.welcome.room).toBe('cave');
    expect(one.state.heroes.at(0)?.name).toBe('ann');
    house.tick(one.room, 3);
    expect([one.messages, one.tick]).toEqual([5, 4]);
  });

  test('later gets the state as it is then', () => {
    const { house } = made();
    const one = house.join(arena, ann, room);
    house.tick(one.room, 10);
    const two = house.join(arena, bob, room);
    house.tick(one.room);
    expect([two.tick, two.seat, two.messages]).toEqual([11, 1, 2]);
    expect([...two.state.heroes].map(({ name }) => name)).toEqual(['ann', 'bob']);
    expect(Buffer.compare(one.mirror.memory.u8, two.mirror.memory.u8)).toBe(0);
  });

  test('is told the options of the room', () => {
    const { house } = made();
    const options = { width: 7, pace: 'fast', drag: 0.1 } as const;
    const one = house.join(arena, ann, { options });
    house.tick(one.room);
    expect(one.blueprint.options).toEqual({
      width: 7,
      height: 10,
      pace: 'fast',
      drag: Math.fround(0.1),
      walls: true,
    });
    expect(one.state.walls.width).toBe(7);
  });

  test('with join data that does not fit never reaches the room', () => {
    const { house } = made();
    const bad = { name: 'a name that is too long', hue: 1 };
    expect(codeOf(() => house.join(arena, bad, room))).toBe('STATE_VALUE');
  });

  test('when every seat is taken is refused: ROOM_FULL; a seat that is given up is free at once', () => {
    const { house, said } = made();
    const four = [0, 1, 2, 3].map(() => house.join(arena, ann, room));
    expect(codeOf(() => house.join(arena, ann, room))).toBe('ROOM_FULL');
    house.tick(four[0]?.room as never);
    four[2]?.leave();
    const next = house.join(arena, bob, room);
    expect(codeOf(() => house.join(arena, ann, room))).toBe('ROOM_FULL');
    house.tick(next.room);
    expect(said()).toEqual(['leave 2', 'join 2']);
    expect([next.seat, next.state.heroes.at(2)?.name]).toEqual([2, 'bob']);
  });

  test('and goes before the tick leaves no trace', () => {
    const { house, said } = made();
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    house.join(arena, bob, room).leave();
    house.tick(one.room);
    expect(said()).toEqual([]);
    expect(one.state.heroes.size).toBe(1);
  });
});

describe('a seat that changes hands within one tick', () => {
  test('never gets the inputs of who gave it up', () => {
    const { house, said } = made();
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.send('say', { text: 'mine' });
    one.leave();
    const two = house.join(arena, bob, room);
    two.send('say', { text: 'hers' });
    house.tick(two.room);
    expect(said()).toEqual(['leave 0', 'join 0', 'input 0 say']);
    house.tick(two.room);
    expect(house.errors).toEqual([]);
  });

  test('and is given up again by the second, is left by the first all the same', () => {
    const { house, said } = made();
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.leave();
    house.join(arena, bob, room).leave();
    house.tick(one.room);
    expect(said()).toEqual(['leave 0']);
    const three = house.join(arena, bob, room);
    house.tick(three.room);
    expect(house.errors).toEqual([]);
    expect([...three.state.heroes].map(({ name }) => name)).toEqual(['bob']);
  });

  test('three times, is left once and joined once', () => {
    const { house, said } = made();
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.leave();
    house.join(arena, ann, room).leave();
    house.join(arena, ann, room).leave();
    const last = house.join(arena, bob, room);
    house.tick(last.room);
    expect(said()).toEqual(['leave 0', 'join 0']);
    expect(last.state.heroes.at(0)?.name).toBe('bob');
  });
});

describe('a lost connection', () => {
  const grace = { limits: { graceMs: 1_000, lingerMs: 60_000 } };

  test('leaves its seat kept; the token takes it back within the grace time, with the state', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    const two = house.join(arena, bob, room);
    house.tick(one.room, 5);
    one.drop();
    house.tick(two.room);
    expect(said()).toEqual(['away 0']);
    expect(two.state.heroes.at(0)?.away).toBe(true);
    house.tick(two.room, 18);
    const back = house.join(arena, ann, { ...room, token: one.welcome.token });
    house.tick(two.room);
    expect(said()).toEqual(['back 0']);
    expect([back.seat, back.welcome.token]).toEqual([0, one.welcome.token]);
    expect(Buffer.compare(back.mirror.memory.u8, two.mirror.memory.u8)).toBe(0);
    expect(two.state.heroes.at(0)?.away).toBe(false);
  });

  test('frees its seat after the grace time, and the token takes a new one', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    const two = house.join(arena, bob, room);
    house.tick(one.room, 5);
    one.drop();
    house.tick(two.room, 20);
    expect(two.state.heroes.size).toBe(2);
    house.tick(two.room);
    expect(said()).toEqual(['leave 0']);
    expect(two.state.heroes.size).toBe(1);
    const again = house.join(arena, ann, { ...room, token: one.welcome.token });
    house.tick(two.room);
    expect(said()).toEqual(['join 0']);
    expect(again.welcome.token).not.toEqual(one.welcome.token);
  });

  test('and found again within one tick is not noticed by the game', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.drop();
    const back = house.join(arena, ann, { ...room, token: one.welcome.token });
    house.tick(back.room);
    expect([said(), back.seat, back.tick]).toEqual([[], 0, 2]);
  });

  test('found, lost and found within one tick while away: back once', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.drop();
    house.tick(one.room);
    const choice = { ...room, token: one.welcome.token };
    house.join(arena, ann, choice).drop();
    house.join(arena, ann, choice).drop();
    const back = house.join(arena, ann, choice);
    house.tick(one.room);
    expect([said(), back.state.heroes.at(0)?.away]).toEqual([['back 0'], false]);
  });

  test('found and lost again within one tick: still away, and the grace time begins anew', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.drop();
    house.tick(one.room, 15);
    house.join(arena, ann, { ...room, token: one.welcome.token }).drop();
    house.tick(one.room, 20);
    expect(said()).toEqual([]);
    house.tick(one.room);
    expect(said()).toEqual(['leave 0']);
  });

  test('before the first tick: the seat is joined, then away', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    one.drop();
    house.tick(one.room);
    expect(said()).toEqual(['join 0', 'away 0']);
    expect(one.messages).toBe(0);
  });

  test('says no more: its inputs are not taken, those sent before it was lost are', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    one.send('say', { text: 'before' });
    one.drop();
    one.room.input(one.attachment, 2, 'say', { text: 'after' });
    house.tick(one.room);
    expect(said()).toEqual(['input 0 say', 'away 0']);
  });

  test('that is replaced while it stands is closed: REPLACED; its end takes nothing away', () => {
    const { house, said } = made(grace);
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    const two = house.join(arena, ann, { ...room, token: one.welcome.token });
    expect([one.closed, two.closed]).toEqual(['replaced', undefined]);
    one.room.lost(one.attachment);
    one.room.leave(one.attachment);
    one.room.input(one.attachment, 9, 'say', { text: 'old' });
    house.tick(two.room, 2);
    expect([said(), two.seat, two.tick]).toEqual([[], 0, 3]);
    expect([one.tick, two.room.seated]).toEqual([1, 1]);
  });

  test('is not taken over by a token that is wrong, short, long or of another room', () => {
    const { house } = made(grace);
    const one = house.join(arena, ann, room);
    house.tick(one.room);
    const { token = new Uint8Array() } = one.welcome;
    const near = token.slice();
    near[15] = (near[15] ?? 0) ^ 1;
    for (const wrong of [near, token.slice(0, 15), new Uint8Array(0), new Uint8Array(17)]) {
      const other = one.room.join(one.receiver, ann, wrong);
      if (typeof other !== 'string') {
        expect(other.seat?.number).toBe(1);
        one.room.leave(other);
      }
    }
    const elsewhere = house.join(arena, ann, { room: 'hall', token });
    house.tick(elsewhere.room);
    expect([elsewhere.welcome.token === token, one.closed]).toEqual([false, undefined]);
  });
});

describe('a spectator', () => {
  test('gets what players get, without seat and token, and asks for nothing', () => {
    const { house, said } = made();
    const one = house.join(arena, ann, room);
    const seer = house.watch(arena, room);
    house.tick(one.room, 3);
    expect([seer.seat, seer.welcome.token, seer.tick]).toEqual([undefined, undefined, 3]);
    expect(Buffer.compare(seer.mirror.memory.u8, one.mirror.memory.u8)).toBe(0);
    seer.send('say', { text: 'hello?' });
    house.tick(one.room);
    expect(said()).toEqual([]);
    expect([one.room.watching, one.room.seated]).toEqual([1, 1]);
    seer.leave();
    expect(one.room.watching).toBe(0);
  });

  test('is one of a bounded number: ROOM_FULL', () => {
    const { house } = made({ limits: { spectatorsMax: 2 } });
    house.join(arena, ann, room);
    const seers = [house.watch(arena, room), house.watch(arena, room)];
    expect(codeOf(() => house.watch(arena, room))).toBe('ROOM_FULL');
    seers[0]?.drop();
    expect(codeOf(() => house.watch(arena, room))).toBe('nothing');
  });

  test('never hears what is hidden, nor does a player', () => {
    const shadow = new Shadow();
    const { house } = made({ journal: shadow, randomBytes: shadow.randomBytes });
    const one = house.join(cards, { name: 'ann' }, room);
    shadow.follow(one.room);
    const seer = house.watch(cards, room);
    house.tick(one.room);
    for (let i = 0; i < 5; i++) one.send('draw');
    house.tick(one.room);
    expect([seer.state.hands.at(0)?.size, seer.state.left]).toEqual([5, 47]);
    for (const { mirror, blueprint } of [seer, one]) {
      const hand = blueprint.layout.tables.find(({ path }) => path === 'hands');
      const leaf = hand?.row.leaves.find(({ path }) => path === 'cards');
      const deck = blueprint.layout.root.leaves.find(({ path }) => path === 'deck');
      if (hand === undefined || leaf === undefined || deck === undefined) throw new Error('layout');
      const at = hand.rows + leaf.offset;
      expect(mirror.memory.u8.subarray(at, at + leaf.bytes).every((byte) => byte === 0)).toBe(true);
      const drawn = mirror.memory.u8.subarray(deck.offset, deck.offset + deck.bytes);
      expect(drawn.every((byte) => byte === 0)).toBe(true);
    }
    shadow.compare(one);
    shadow.compare(seer);
  });
});
