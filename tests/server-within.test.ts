// Players that live in the server's own process: the same rooms, limits and close codes, no network.

import { describe, expect, onTestFinished, test } from 'vitest';
import { counting } from './support/counting-game.ts';
import { expectToPlayOn, plain, until, whenStatus } from './support/honest.ts';
import { type House, openHouse, rejectionOf, visitor } from './support/house.ts';

/** A client without a network, whose rooms are left when the test is over. */
function within({ url, WebSocket }: House, reconnectMs = 0) {
  return visitor(url, { WebSocket, reconnectMs });
}

describe('a player within the process', () => {
  test('is seated beside those from outside, and both see the same state', async () => {
    const house = await openHouse();
    const bot = await within(house).join(counting, { name: 'Bot' });
    const ann = await house.client().join(counting, { name: 'Ann' });
    expect(ann.id).toBe(bot.id);
    expect([bot.seat, ann.seat]).toEqual([0, 1]);
    const heard: number[] = [];
    ann.on('added', ({ total }) => heard.push(total));
    expect(bot.send('add', { amount: 5 })).toBe(true);
    await until(ann, ({ state }) => state.total === 5);
    expect(heard).toEqual([5]);
    await until(bot, ({ tick }) => tick >= ann.tick);
    expect(plain(bot)).toMatchObject({ total: 5, taken: 1 });
    await expectToPlayOn(ann, house.url);
    await expectToPlayOn(bot, house.url);
  });

  test('is no connection of /healthz, but counts in the list of rooms', async () => {
    const house = await openHouse();
    await within(house).join(counting, { name: 'Bot' });
    const health = await (await fetch(`${house.url}/healthz`)).json();
    expect(health).toMatchObject({ connections: 0, rooms: 1 });
    const { rooms } = (await (await fetch(`${house.url}/rooms`)).json()) as { rooms: unknown[] };
    expect(rooms).toMatchObject([{ game: 'counting', seated: 1 }]);
  });

  test('who leaves gives the seat up, and the empty room closes', async () => {
    const house = await openHouse();
    const bot = await within(house).join(counting, { name: 'Bot' });
    await bot.leave();
    expect(bot.status).toBe('closed');
    await expect
      .poll(async () => (await fetch(`${house.url}/healthz`)).json())
      .toMatchObject({ rooms: 0 });
  });

  test('is refused with the same codes', async () => {
    const house = await openHouse();
    const client = within(house);
    const joined = client.join(counting, { name: 'Bot' }, { room: 'q-012345' });
    expect(await rejectionOf(joined)).toBe('ROOM_NOT_FOUND');
    for (const name of ['a', 'b', 'c']) await client.join(counting, { name }, { room: 'lobby' });
    const fourth = client.join(counting, { name: 'd' }, { room: 'lobby' });
    expect(await rejectionOf(fourth)).toBe('ROOM_FULL');
  });

  test('hears at once that its room failed, or that the server closes, and comes not back', async () => {
    const house = await openHouse();
    const one = await within(house).join(counting, { name: 'Bot' }, { room: 'one' });
    const two = await within(house).join(counting, { name: 'Bot' }, { room: 'two' });
    const failed = whenStatus(one, 'closed');
    one.send('fail');
    expect(await failed).toBe('ROOM_FAILED');
    expect(house.errors).toHaveLength(1);
    const closed = whenStatus(two, 'closed');
    await house.close();
    expect(await closed).toBe('SERVER_CLOSING');
  });

  test('a garbled message closes its line with a code, and the room goes on', async () => {
    const house = await openHouse();
    const ann = await house.client().join(counting, { name: 'Ann' }, { room: 'lobby' });
    const socket = new house.WebSocket(`${house.url}/play/counting/lobby`);
    const ended = new Promise<number>((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code));
    });
    socket.addEventListener('open', () => socket.send(Uint8Array.of(0xde, 0xad)));
    expect(await ended).toBe(4001);
    await expectToPlayOn(ann, house.url);
  });

  test('an address that names no room, and a game that is not there, end the line', async () => {
    const house = await openHouse();
    const codes = ['/nowhere', '/play/chess/quick'].map(
      (path) =>
        new Promise<number>((resolve) => {
          const socket = new house.WebSocket(house.url + path);
          socket.addEventListener('close', ({ code }) => resolve(code));
        }),
    );
    expect(await Promise.all(codes)).toEqual([1005, 4006]);
  });

  test('a listener that throws harms neither the room nor the others', async () => {
    const house = await openHouse();
    const thrown: unknown[] = [];
    const keep = (error: unknown): void => {
      thrown.push(error);
    };
    // The test runner listens too; while this test runs only we hear of it.
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', keep);
    onTestFinished(() => {
      process.removeAllListeners('uncaughtException');
      for (const other of others) process.on('uncaughtException', other);
    });
    const bot = await within(house).join(counting, { name: 'Bot' });
    const ann = await house.client().join(counting, { name: 'Ann' });
    const stop = bot.onTick(() => {
      stop();
      throw new Error('the bot has a bug');
    });
    await expect.poll(() => thrown.length).toBe(1);
    await expectToPlayOn(ann, house.url);
    await expectToPlayOn(bot, house.url);
  });
});
