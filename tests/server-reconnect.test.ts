// A lost connection: the seat comes back, what was said counts exactly once, and where nothing can
// come back the player is told why.

import { describe, expect, test } from 'vitest';
import { counting } from './support/counting-game.ts';
import { type CountingRoom, expectToPlayOn, until, whenStatus } from './support/honest.ts';
import { openHouse, visitor } from './support/house.ts';
import { openLine } from './support/line.ts';
import { RawClient, say } from './support/raw-client.ts';

const patient = { limits: { graceMs: 60_000, lingerMs: 60_000 } };
const arena = { room: 'arena' };

/** What a room's `onStatus` said, in order. */
function statusesOf(room: CountingRoom): string[] {
  const heard: string[] = [];
  room.onStatus((status, reason) => heard.push(reason ? `${status} ${reason.code}` : status));
  return heard;
}

describe('after a lost connection', () => {
  test('the same player is in the same seat, and the others saw it go and come', async () => {
    const { port, client, url } = await openHouse(patient);
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    const statuses = statusesOf(ann);
    const live = whenStatus(ann, 'live');
    line.refuse(true);
    line.cut();
    await until(bob, ({ state }) => state.players.at(1)?.present === false);
    line.refuse(false);
    await live;
    await until(bob, ({ state }) => state.players.at(1)?.present === true);
    expect(ann.seat).toBe(1);
    expect(bob.state.players.size).toBe(2);
    expect(new Set(statuses)).toEqual(new Set(['reconnecting CLIENT_UNREACHABLE', 'live']));
    expect(statuses.at(-1)).toBe('live');
    await expectToPlayOn(ann, url);
  });

  test('inputs that never arrived are sent again, in order, and count once', async () => {
    const { port, client } = await openHouse(patient);
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    const heard: number[] = [];
    bob.on('added', ({ total }) => heard.push(total));
    ann.send('add', { amount: 1 });
    await until(ann, ({ state }) => state.total === 1);
    line.holdClient();
    for (const amount of [2, 4, 8]) expect(ann.send('add', { amount })).toBe(true);
    const live = whenStatus(ann, 'live');
    line.cut();
    await live;
    expect(ann.send('add', { amount: 16 })).toBe(true);
    await until(bob, ({ state }) => state.taken === 5);
    expect(heard).toEqual([1, 3, 7, 15, 31]);
    expect(bob.state.total).toBe(31);
  });

  test('inputs that counted, without the player hearing of it, count no second time', async () => {
    const { port, client } = await openHouse(patient);
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    line.holdServer();
    for (const amount of [1, 2, 4]) ann.send('add', { amount });
    await until(bob, ({ state }) => state.taken === 3);
    const live = whenStatus(ann, 'live');
    line.cut();
    await live;
    ann.send('add', { amount: 8 });
    await until(bob, ({ state }) => state.taken === 4);
    const { tick } = bob;
    await until(bob, () => bob.tick > tick + 5);
    expect(bob.state.total).toBe(15);
    expect(bob.state.taken).toBe(4);
  });

  test('nothing is taken from a player who is not connected', async () => {
    const { port } = await openHouse(patient);
    const line = await openLine(port);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    const lost = whenStatus(ann, 'reconnecting');
    const live = whenStatus(ann, 'live');
    line.cut();
    await lost;
    expect(ann.send('add', { amount: 1 })).toBe(false);
    await live;
    const { tick } = ann;
    await until(ann, () => ann.tick > tick + 3);
    expect(ann.state.taken).toBe(0);
  });

  test('a spectator comes back too', async () => {
    const { port, client } = await openHouse(patient);
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const watcher = await visitor(line.url).watch(counting, arena);
    const live = whenStatus(watcher, 'live');
    line.cut();
    await live;
    bob.send('add', { amount: 1 });
    await until(watcher, ({ state }) => state.total === 1);
  });

  test('it works again and again', async () => {
    const { port, url } = await openHouse(patient);
    const line = await openLine(port);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    for (let round = 0; round < 4; round++) {
      const live = whenStatus(ann, 'live');
      line.cut();
      await live;
      expect(ann.send('add', { amount: 1 })).toBe(true);
      await until(ann, ({ state }) => state.taken === round + 1);
    }
    expect(ann.seat).toBe(0);
    await expectToPlayOn(ann, url);
  });
});

describe('a seat is held', () => {
  test('no longer than the grace time: then the player gets a new one', async () => {
    const { port, client } = await openHouse({ limits: { graceMs: 1 } });
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    const live = whenStatus(ann, 'live');
    line.refuse(true);
    line.cut();
    await until(bob, ({ state }) => state.players.size === 1);
    const cid = await client().join(counting, { name: 'Cid' }, arena);
    expect(cid.seat).toBe(1);
    line.refuse(false);
    await live;
    expect(ann.seat).toBe(2);
    ann.send('add', { amount: 1 });
    await until(ann, ({ state }) => state.players.at(2)?.sum === 1);
  });

  test('for its own player: others find the room full', async () => {
    const { url, client } = await openHouse(patient);
    const lost = new RawClient(url, '/play/counting/arena');
    await lost.opened;
    lost.send(say.hello());
    await lost.next(17);
    lost.socket.terminate();
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    await client().join(counting, { name: 'Cid' }, arena);
    const late = client().join(counting, { name: 'Dan' }, arena);
    await expect(late).rejects.toMatchObject({ code: 'ROOM_FULL' });
    expect(bob.seat).toBe(1);
  });

  test('by its token, and a wrong token gets another seat', async () => {
    const { url } = await openHouse(patient);
    const first = new RawClient(url, '/play/counting/arena');
    await first.opened;
    first.send(say.hello());
    await first.next(17);
    const guess = new RawClient(url, '/play/counting/arena');
    await guess.opened;
    guess.send(say.hello({ token: new Uint8Array(16) }));
    await guess.next(17);
    expect(first.socket.readyState).toBe(first.socket.OPEN);
  });
});

describe('a token that was kept', () => {
  test('takes the seat back on a new page, and who had it is told', async () => {
    const { client } = await openHouse(patient);
    const before = await client().join(counting, { name: 'Ann' }, arena);
    before.send('add', { amount: 3 });
    await until(before, ({ state }) => state.total === 3);
    const closed = whenStatus(before, 'closed');
    const { token } = before;
    expect(token).toHaveLength(16);
    const kept = Uint8Array.from(JSON.parse(JSON.stringify([...(token ?? [])])) as number[]);
    const ann = await client().join(counting, { name: 'Eve' }, { ...arena, token: kept });
    expect(await closed).toBe('REPLACED');
    expect(ann.seat).toBe(0);
    expect(ann.token).toEqual(token);
    expect(ann.state.players.size).toBe(1);
    expect(ann.state.players.at(0)).toMatchObject({ name: 'Ann', sum: 3 });
    ann.send('add', { amount: 4 });
    await until(ann, ({ state }) => state.total === 7);
  });

  test('of no seat that is held gives a new seat, and another token', async () => {
    const { client } = await openHouse(patient);
    await client().join(counting, { name: 'Ann' }, arena);
    const token = new Uint8Array(16);
    const bob = await client().join(counting, { name: 'Bob' }, { ...arena, token });
    expect(bob.seat).toBe(1);
    expect(bob.token).not.toEqual(token);
  });

  test('is nobody’s who watches', async () => {
    const { client } = await openHouse(patient);
    await client().join(counting, { name: 'Ann' }, arena);
    expect((await client().watch(counting, arena)).token).toBeUndefined();
  });
});

describe('a player who comes back and finds', () => {
  test('the room full, is told so', async () => {
    const { port, client } = await openHouse({ limits: { graceMs: 1 } });
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    await client().join(counting, { name: 'Cid' }, arena);
    const closed = whenStatus(ann, 'closed');
    line.refuse(true);
    line.cut();
    await until(bob, ({ state }) => state.players.size === 2);
    await client().join(counting, { name: 'Dan' }, arena);
    line.refuse(false);
    expect(await closed).toBe('ROOM_FULL');
  });

  test('another server at the same address, plays on in a new room where any was wanted', async () => {
    const old = await openHouse();
    const line = await openLine(old.port);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' });
    const statuses = statusesOf(ann);
    ann.send('add', { amount: 5 });
    await until(ann, ({ state }) => state.total === 5);
    const oldId = ann.id;
    const live = whenStatus(ann, 'live');
    await old.close();
    const young = await openHouse();
    line.leadTo(young.port);
    await live;
    expect(statuses[0]).toBe('reconnecting SERVER_CLOSING');
    expect(ann.id).not.toBe(oldId);
    expect(ann.state.total).toBe(0);
    expect(ann.send('add', { amount: 3 })).toBe(true);
    await until(ann, ({ state }) => state.total === 3);
    await expectToPlayOn(ann, young.url);
  });

  test('another server, and wanted a room by name, makes it there', async () => {
    const old = await openHouse();
    const line = await openLine(old.port);
    const choice = { room: 'arena', options: { start: 9 } };
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, choice);
    const live = whenStatus(ann, 'live');
    await old.close();
    line.leadTo((await openHouse()).port);
    await live;
    expect(ann.id).toBe('arena');
    expect(ann.options.start).toBe(9);
  });

  test('another server, and had a private room, makes it there: its link leads on', async () => {
    const old = await openHouse();
    const line = await openLine(old.port);
    const choice = { room: 'private', options: { start: 9 } };
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, choice);
    const { id } = ann;
    const live = whenStatus(ann, 'live');
    await old.close();
    const young = await openHouse();
    line.leadTo(young.port);
    await live;
    expect([ann.id, ann.options.start]).toEqual([id, 9]);
    expect((await young.client().join(counting, { name: 'Bob' }, { room: id })).seat).toBe(1);
  });

  test('that the room was closed, is told so', async () => {
    const { port, client } = await openHouse({ limits: { graceMs: 1, lingerMs: 1 } });
    const any = await client().join(counting, { name: 'Bob' });
    const line = await openLine(port);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, { room: any.id });
    const closed = whenStatus(ann, 'closed');
    line.refuse(true);
    line.cut();
    await any.leave();
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).json())
      .toMatchObject({ rooms: 0 });
    line.refuse(false);
    expect(await closed).toBe('ROOM_NOT_FOUND');
    expect(ann.send('add', { amount: 1 })).toBe(false);
  });

  test('nothing at all, is told so when the time for it is over', async () => {
    const { port } = await openHouse();
    const line = await openLine(port);
    const client = visitor(line.url, { reconnectMs: 300 });
    const ann = await client.join(counting, { name: 'Ann' });
    const closed = whenStatus(ann, 'closed');
    line.refuse(true);
    line.cut();
    expect(await closed).toBe('CLIENT_UNREACHABLE');
    expect(line.count).toBeGreaterThan(1);
  });
});

describe('leaving while the connection is lost', () => {
  test('ends at once, and nothing is tried any more', async () => {
    const { port, client } = await openHouse({ limits: { graceMs: 400 } });
    const line = await openLine(port);
    const bob = await client().join(counting, { name: 'Bob' }, arena);
    const ann = await visitor(line.url).join(counting, { name: 'Ann' }, arena);
    const lost = whenStatus(ann, 'reconnecting');
    line.refuse(true);
    line.cut();
    await lost;
    const closed = whenStatus(ann, 'closed');
    await ann.leave();
    expect(await closed).toBe('LEFT');
    line.refuse(false);
    const { count } = line;
    // Longer than the first attempt would have waited.
    await until(bob, ({ state }) => state.players.size === 1);
    expect(line.count).toBe(count);
  });

  test('may happen twice', async () => {
    const { client } = await openHouse();
    const ann = await client().join(counting, { name: 'Ann' }, arena);
    await Promise.all([ann.leave(), ann.leave()]);
    await ann.leave();
    expect(ann.status).toBe('closed');
  });
});
