// Hundreds of sockets that join one room within one tick of it, as after a restart of its server.

import { expect, onTestFinished, test, vi } from 'vitest';
import { ServerMessages } from '../packages/tickhouse/src/wire/index.ts';
import { frameBytes, opcodes } from './support/frames.ts';
import { crowd } from './support/games/crowd.ts';
import { until } from './support/honest.ts';
import { openHouse } from './support/house.ts';
import { helloFor } from './support/raw-client.ts';
import { RawSocket, upgradeRequest } from './support/raw-socket.ts';
import { Replica } from './support/replica.ts';

test('200 sockets whose hellos come between two ticks are one snapshot, and have one state', async () => {
  const { port, client, errors } = await openHouse({ games: [crowd] });
  const sockets = Array.from({ length: 200 }, () => new RawSocket(port));
  for (const { socket } of sockets) socket.write(upgradeRequest('/play/crowd/hall'));
  for (const socket of sockets) expect(await socket.status()).toBe(101);
  const ann = await client().join(crowd, { name: 'Ann' }, { room: 'hall' });
  const encode = vi.spyOn(ServerMessages.prototype, 'snapshot');
  onTestFinished(() => void encode.mockRestore());
  // Ann's first tick has just been made, and the next is seconds away.
  const first = ann.tick;
  for (const [i, { socket }] of sockets.entries()) {
    socket.write(frameBytes(helloFor(crowd, { name: `${i}` })));
  }
  for (const socket of sockets) await socket.until(() => socket.frames.length >= 2);
  await until(ann, ({ tick }) => tick > first);
  expect(ann.tick).toBe(first + 1);
  expect(encode).toHaveBeenCalledTimes(1);
  const seats = new Set<number | undefined>();
  const states = sockets.map(({ frames }) => {
    expect(frames.every(({ opcode }) => opcode === opcodes.binary)).toBe(true);
    const replica = new Replica(crowd);
    for (const { payload } of frames) replica.take(payload);
    expect([replica.heard, replica.tick]).toEqual([['welcome', 'snapshot'], first + 1]);
    seats.add(replica.welcome?.seat);
    return replica.state;
  });
  expect(seats.size).toBe(200);
  for (const state of states) expect(Buffer.compare(state, states[0] as Buffer)).toBe(0);
  expect(ann.state.people.size).toBe(201);
  expect(errors).toEqual([]);
});
