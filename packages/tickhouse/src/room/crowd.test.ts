// Hundreds who join within one tick: the whole state is encoded once for all of them.

import { expect, onTestFinished, test, vi } from 'vitest';
import { crowd } from '../../../../tests/support/games/crowd.ts';
import { createHouse } from '../testing/index.ts';
import { ServerMessages } from '../wire/index.ts';

const room = { room: 'hall' };

test.each([0, 1, 55])('200 who join in one tick are one snapshot; %i were there', (there) => {
  const house = createHouse({ games: [crowd] });
  const before = Array.from({ length: there }, (_, i) =>
    house.join(crowd, { name: `old ${i}` }, room),
  );
  if (before[0] !== undefined) house.tick(before[0].room, 2);
  const heard = before.map(({ messages }) => messages);
  const encode = vi.spyOn(ServerMessages.prototype, 'snapshot');
  onTestFinished(() => void encode.mockRestore());
  const many = Array.from({ length: 200 }, (_, i) => house.join(crowd, { name: `${i}` }, room));
  const [first] = many as [(typeof many)[number], ...typeof many];
  expect(encode).not.toHaveBeenCalled();
  house.tick(first.room);
  expect(encode).toHaveBeenCalledTimes(1);
  for (const [i, one] of many.entries()) {
    expect([one.messages, one.seat, one.tick]).toEqual([2, there + i, first.tick]);
    expect(one.lastPayload).toBe(first.lastPayload);
    expect(Buffer.compare(one.mirror.memory.u8, first.mirror.memory.u8)).toBe(0);
  }
  // Who was there gets a delta, whose state is that of the newcomers' snapshot.
  for (const [i, one] of before.entries()) {
    expect([one.messages, one.tick]).toEqual([(heard[i] as number) + 1, first.tick]);
    expect(Buffer.compare(one.mirror.memory.u8, first.mirror.memory.u8)).toBe(0);
  }
  house.tick(first.room);
  expect(encode).toHaveBeenCalledTimes(1);
  for (const one of many) expect(one.lastPayload).toBe(first.lastPayload);
  expect(first.state.people.size).toBe(there + 200);
});
