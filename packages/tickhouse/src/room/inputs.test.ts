// Inputs on their way into a tick: bounded for each seat, and told apart where they are refused.

import { describe, expect, test } from 'vitest';
import { arena } from '../../../../tests/support/games/arena.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { ticksOf } from '../../../../tests/support/slow-journal.ts';
import type { TickRecord } from '../journal/index.ts';
import { createHouse } from '../testing/index.ts';

const room = { room: 'cave' };

function counting(inputsPerTickMax = 4) {
  const records: TickRecord[] = [];
  const house = createHouse({
    games: [counter, arena],
    limits: { inputsPerTickMax },
    journal: { append: (made) => void records.push(...ticksOf(made)) },
  });
  const one = house.join(counter, {}, room);
  const two = house.join(counter, {}, room);
  house.tick(one.room);
  return { house, one, two, records };
}

describe('inputs', () => {
  test('wait for the next tick, which takes all of them', () => {
    const { house, one, two } = counting();
    one.send('add', { amount: 1 });
    two.send('add', { amount: 10 });
    one.send('add', { amount: 100 });
    expect(one.state.total).toBe(0);
    house.tick(one.room);
    expect([one.state.total, two.state.total]).toEqual([111, 111]);
    house.tick(one.room);
    expect(one.state.total).toBe(111);
  });

  test('beyond the bound of a seat are refused, in the slot of that seat only', () => {
    const { house, one, two } = counting(4);
    const seer = house.watch(counter, room);
    house.tick(one.room);
    for (let i = 0; i < 6; i++) one.send('add', { amount: 1 });
    for (let i = 0; i < 4; i++) two.send('add', { amount: 10 });
    house.tick(one.room);
    expect(one.state.total).toBe(44);
    expect(one.refusals).toEqual([
      { number: 5, why: 'tooManyInputs' },
      { number: 6, why: 'tooManyInputs' },
    ]);
    expect([two.refusals, seer.refusals]).toEqual([[], []]);
    expect(two.lastPayload).toBe(seer.lastPayload);
    expect(one.lastPayload).not.toBe(two.lastPayload);
    const shared = two.lastPayload?.bytes.length ?? 0;
    expect(one.lastPayload?.bytes.slice(0, shared)).toEqual(two.lastPayload?.bytes);
  });

  test('are welcome again with the next tick, and refusals are told once', () => {
    const { house, one } = counting(1);
    one.send('add', { amount: 1 });
    one.send('add', { amount: 1 });
    house.tick(one.room);
    one.send('add', { amount: 1 });
    house.tick(one.room);
    expect([one.state.total, one.refusals]).toEqual([2, [{ number: 2, why: 'tooManyInputs' }]]);
    expect(one.lastPayload).toBeDefined();
    house.tick(one.room, 3);
    expect(one.refusals).toHaveLength(1);
  });

  test('refused in a flood are told in a bounded number', () => {
    const { house, one, two } = counting(4);
    for (let i = 0; i < 1_000; i++) one.send('add', { amount: 1 });
    house.tick(one.room);
    expect([one.refusals.length, one.state.total, two.state.total]).toEqual([4, 4, 4]);
    const bytes = one.lastPayload?.bytes.length ?? 0;
    expect(bytes).toBeLessThan(40);
  });

  test('with a number that was taken before say nothing, whenever they come', () => {
    const { house, one, records } = counting(4);
    const again = (number: number): void =>
      one.room.input(one.attachment, number, 'add', { amount: 1 });
    again(3);
    again(3);
    again(2);
    house.tick(one.room);
    again(3);
    again(1);
    house.tick(one.room);
    expect(one.state.total).toBe(1);
    expect(records.at(-1)?.commands).toEqual([]);
    again(4);
    house.tick(one.room);
    expect(one.state.total).toBe(2);
  });

  test('sent again after a lost connection count once', () => {
    const { house, one, two } = counting(4);
    one.send('add', { amount: 5 });
    house.tick(one.room);
    one.drop();
    const back = house.join(counter, {}, { ...room, token: one.welcome.token });
    back.room.input(back.attachment, 1, 'add', { amount: 5 });
    house.tick(two.room);
    back.room.input(back.attachment, 1, 'add', { amount: 5 });
    back.send('add', { amount: 7 });
    house.tick(two.room);
    expect(back.state.total).toBe(12);
  });

  test('of a tick stay in its record, whatever comes later', () => {
    const { house, one, records } = counting(4);
    house.tick(one.room);
    const empty = records.at(-1);
    one.send('add', { amount: 5 });
    expect(empty?.commands).toEqual([]);
    house.tick(one.room);
    expect(records.at(-1)?.commands).toHaveLength(1);
    expect(empty?.commands).toEqual([]);
  });
});

describe('events', () => {
  test('reach everyone in the room with their tick, in order', () => {
    const house = createHouse({ games: [arena] });
    const one = house.join(arena, { name: 'ann', hue: 1 }, room);
    const two = house.join(arena, { name: 'bob', hue: 1 }, room);
    const seer = house.watch(arena, room);
    house.tick(one.room);
    two.send('say', { text: 'one' });
    one.send('say', { text: 'two' });
    two.send('say', { text: '<img src=x onerror=alert(1)>' });
    house.tick(one.room);
    const said = [
      { kind: 'said', data: { seat: 1, text: 'one' } },
      { kind: 'said', data: { seat: 0, text: 'two' } },
      { kind: 'said', data: { seat: 1, text: '<img src=x onerror=alert(1)>' } },
    ];
    for (const client of [one, two, seer]) expect(client.events).toEqual(said);
    house.tick(one.room);
    expect(one.events).toHaveLength(3);
  });
});
