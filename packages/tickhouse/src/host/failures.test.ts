// Code of a game that throws ends its own room, with a report that leads to the place; no other.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import type { TickhouseError } from '../errors.ts';
import { defineGame } from '../game/index.ts';
import { u8, u32 } from '../state/index.ts';
import { createHouse } from '../testing/index.ts';

const fragile = defineGame({
  name: 'fragile',
  rulesVersion: 0,
  tickRate: 20,
  seats: 2,
  options: { breaks: u8 },
  inputs: { poke: {} },
  state: { pokes: u32 },
  setup: ({ options }) => broken(options.breaks === 1),
  join: ({ options }) => broken(options.breaks === 2),
  leave: ({ options }) => broken(options.breaks === 3),
  away: ({ options }) => broken(options.breaks === 4),
  back: ({ options }) => broken(options.breaks === 5),
  step({ state, inputs, options }) {
    for (const _ of inputs) state.pokes++;
    broken(options.breaks === 6 && state.pokes > 0);
    if (options.breaks === 7) state.pokes = (Math.random() * 1e9) >>> 0;
  },
});

function broken(now: boolean): void {
  if (now) throw new Error('a bug of the game');
}

function made(breaks: number) {
  const house = createHouse({ games: [fragile, counter] });
  const well = house.join(counter, {}, { room: 'well' });
  const one = house.join(fragile, {}, { room: 'cave', options: { breaks } });
  const two = house.join(fragile, {}, { room: 'cave', options: { breaks } });
  return { house, well, one, two };
}

describe('a room whose game throws', () => {
  test('in a step: it ends, its players are told, other rooms go on', () => {
    const { house, well, one, two } = made(6);
    const seer = house.watch(fragile, { room: 'cave' });
    house.tick(one.room, 3);
    one.send('poke');
    const { messages } = two;
    house.advance(500);
    expect([one, two, seer].map(({ closed }) => closed)).toEqual(Array(3).fill('roomFailed'));
    expect(two.messages).toBe(messages);
    expect(well.tick).toBe(well.room.tick);
    expect(well.tick).toBeGreaterThan(10);
    expect([house.host.roomCount, house.errors.length]).toEqual([1, 1]);
  });

  test('is reported with room, game, tick and place, and the cause', () => {
    const { house, one } = made(6);
    house.tick(one.room, 3);
    one.send('poke');
    house.advance(100);
    const error = house.errors[0] as TickhouseError;
    expect([error.code, error.message]).toEqual([
      'ROOM_FAILED',
      'fragile/cave stopped at tick 4, in step with input poke by seat 0: Error: a bug of the game',
    ]);
    expect(error.cause).toEqual(new Error('a bug of the game'));
  });

  test.each([
    [2, 'tick 1, in join of seat 0'],
    [3, 'tick 3, in leave of seat 1'],
    [4, 'tick 3, in away of seat 1'],
    [5, 'tick 4, in back of seat 1'],
  ])('in another function (%i) is reported with its seat: %s', (breaks, where) => {
    const { house, one, two } = made(breaks);
    house.advance(100);
    if (breaks === 3) two.leave();
    else if (breaks > 3) two.drop();
    if (breaks === 5) {
      house.tick(one.room);
      house.join(fragile, {}, { room: 'cave', token: two.welcome.token });
    }
    house.advance(200);
    expect(house.errors.map(String)).toEqual([
      `TickhouseError: fragile/cave stopped at ${where}: Error: a bug of the game`,
    ]);
    expect(one.closed).toBe('roomFailed');
  });

  test('in setup is never there: ROOM_FAILED, reported', () => {
    const house = createHouse({ games: [fragile] });
    const join = () => house.join(fragile, {}, { options: { breaks: 1 } });
    expect(codeOf(join)).toBe('ROOM_FAILED');
    expect([house.errors.map(String), house.host.roomCount]).toEqual([
      ['Error: a bug of the game'],
      0,
    ]);
  });

  test('is not deterministic is stopped too, where rooms check themselves', () => {
    const { house, one } = made(7);
    house.advance(100);
    expect(one.closed).toBe('roomFailed');
    expect((house.errors[0] as TickhouseError).message).toMatch(
      /^fragile\/cave stopped at tick 1, in step: .*differs in pokes/,
    );
  });

  test('leaves its name to a new room, which begins at tick 0', () => {
    const { house, one } = made(6);
    house.tick(one.room, 3);
    one.send('poke');
    house.advance(100);
    const again = house.join(fragile, {}, { room: 'cave' });
    house.tick(again.room);
    expect([again.room === one.room, again.tick, house.errors.length]).toEqual([false, 1, 1]);
  });

  test('in one of several steps that were due: the others are not made', () => {
    const { house, one } = made(6);
    house.tick(one.room);
    one.send('poke');
    let slow = true;
    one.onTick = () => {
      if (slow) house.advance(200);
      slow = false;
    };
    house.advance(400);
    expect([house.errors.length, one.room.tick]).toEqual([1, one.tick + 1]);
  });
});
