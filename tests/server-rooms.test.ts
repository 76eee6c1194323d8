// The ways into a room, by the real client: quick, named, private, by id, watching, with options.

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { serve } from '../packages/tickhouse/src/server/index.ts';
import { counting } from './support/counting-game.ts';
import { plain, until, whenStatus } from './support/honest.ts';
import { openHouse, rejectionOf, visitor } from './support/house.ts';
import { RawClient, say } from './support/raw-client.ts';

describe('quick play', () => {
  test('brings players together, and makes another room when every seat is taken', async () => {
    const { client } = await openHouse();
    const rooms = [];
    for (const name of ['Ann', 'Bob', 'Cid', 'Dan']) {
      rooms.push(await client().join(counting, { name }));
    }
    const [first, second, third, fourth] = rooms.map(({ id }) => id);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    expect(rooms.map(({ seat }) => seat)).toEqual([0, 1, 2, 0]);
    expect(first).toMatch(/^q-[0-9a-z]{6}$/);
  });

  test('leads only to rooms with the same options', async () => {
    const { client } = await openHouse();
    const calm = await client().join(counting, { name: 'Ann' });
    const wild = await client().join(counting, { name: 'Bob' }, { options: { mood: 'wild' } });
    const alike = await client().join(counting, { name: 'Cid' }, { options: { mood: 'calm' } });
    expect(wild.id).not.toBe(calm.id);
    expect(alike.id).toBe(calm.id);
  });

  test('never leads to a private room', async () => {
    const { client } = await openHouse();
    const hidden = await client().join(counting, { name: 'Ann' }, { room: 'private' });
    const open = await client().join(counting, { name: 'Bob' });
    expect(open.id).not.toBe(hidden.id);
  });
});

describe('a private room', () => {
  test('is joined by the id that was given out, in capitals too', async () => {
    const { client } = await openHouse();
    const host = await client().join(counting, { name: 'Ann' }, { room: 'private' });
    expect(host.id).toMatch(/^p-[0-9a-z]{10}$/);
    const guest = await client().join(counting, { name: 'Bob' }, { room: host.id });
    const other = await client().join(counting, { name: 'Cid' }, { room: host.id.toUpperCase() });
    expect([guest.id, other.id]).toEqual([host.id, host.id]);
    expect([guest.seat, other.seat]).toEqual([1, 2]);
  });

  test('is another one for everybody who asks for one', async () => {
    const { client } = await openHouse();
    const one = await client().join(counting, { name: 'Ann' }, { room: 'private' });
    const two = await client().join(counting, { name: 'Bob' }, { room: 'private' });
    expect(one.id).not.toBe(two.id);
  });

  test('that was closed is made anew by its id, with the options that are named', async () => {
    const { client, url } = await openHouse({ limits: { lingerMs: 1 } });
    const choice = { room: 'private', options: { start: 7 } };
    const first = await client().join(counting, { name: 'Ann' }, choice);
    await first.leave();
    await expect
      .poll(async () => (await fetch(`${url}/healthz`)).json())
      .toMatchObject({ rooms: 0 });
    const again = { room: first.id, options: { start: 7 } };
    const ann = await client().join(counting, { name: 'Ann' }, again);
    const bob = await client().join(counting, { name: 'Bob' }, { room: first.id });
    expect([ann.id, bob.id]).toEqual([first.id, first.id]);
    expect([ann.seat, bob.seat, bob.options.start]).toEqual([0, 1, 7]);
    expect(await (await fetch(`${url}/rooms`)).json()).toEqual({ rooms: [] });
  });
});

describe('a named room', () => {
  test('is made by who comes first, and keeps that one’s options', async () => {
    const { client } = await openHouse();
    const choice = { room: 'arena', options: { start: 40 } };
    const first = await client().join(counting, { name: 'Ann' }, choice);
    const second = await client().join(counting, { name: 'Bob' }, { room: 'Arena' });
    expect(second.id).toBe('arena');
    expect(second.options).toEqual({ rate: 50, start: 40, open: false, mood: 'calm' });
    expect([first.state.total, second.state.total]).toEqual([40, 40]);
  });

  test('is full when every seat is taken', async () => {
    const { client } = await openHouse();
    for (const name of ['Ann', 'Bob', 'Cid']) {
      await client().join(counting, { name }, { room: 'arena' });
    }
    const late = client().join(counting, { name: 'Dan' }, { room: 'arena' });
    expect(await rejectionOf(late)).toBe('ROOM_FULL');
  });

  test.each(['Straße', 'a b', '-a', '../a', '', 'a'.repeat(33)])(
    'cannot be called "%s"',
    async (room) => {
      const { client } = await openHouse();
      const joined = client().join(counting, { name: 'Ann' }, { room });
      expect(await rejectionOf(joined)).toMatch(/^ROOM_NOT_FOUND|CLIENT_UNREACHABLE$/);
    },
  );

  test('of one game is not that of another', async () => {
    const { client } = await openHouse();
    const other = { ...counting, name: 'chess' };
    expect(await rejectionOf(client().watch(other))).toBe('UNKNOWN_GAME');
  });
});

describe('options', () => {
  test('make the room that the player is told of', async () => {
    const { client } = await openHouse();
    const options = { rate: 20, start: 200, open: true, mood: 'odd' } as const;
    const room = await client().join(counting, { name: 'Ann' }, { room: 'arena', options });
    expect(room.options).toEqual(options);
    expect(room.tickRate).toBe(20);
    expect(room.state.total).toBe(200);
  });

  const wrong: readonly object[] = [
    { rate: 256 },
    { rate: 0 },
    { rate: 1.5 },
    { rate: '' },
    { open: 1 },
    { mood: 'sad' },
    { size: 1 },
  ];
  test.each(wrong)('that cannot be are refused: %j', async (options) => {
    const { client, errors } = await openHouse();
    const joined = client().join(counting, { name: 'Ann' }, { options });
    expect(await rejectionOf(joined)).toBe('BAD_OPTIONS');
    expect(errors).toEqual([]);
  });
});

describe('watching', () => {
  test('shows the game, takes no seat and says nothing', async () => {
    const { client } = await openHouse();
    const player = await client().join(counting, { name: 'Ann' });
    const watcher = await client().watch(counting, { room: player.id });
    expect(watcher.seat).toBeUndefined();
    expect(watcher.send('add', { amount: 1 })).toBe(false);
    const heard = new Promise((resolve) => watcher.on('added', resolve));
    player.send('add', { amount: 9 });
    expect(await heard).toEqual({ seat: 0, total: 9 });
    await until(player, ({ state }) => state.total === 9);
    expect(plain(watcher)).toMatchObject({ total: 9, players: [{ name: 'Ann' }] });
  });

  test('without a room named leads to the public room with the most players', async () => {
    const { client } = await openHouse();
    await client().join(counting, { name: 'Ann' }, { room: 'one' });
    for (const name of ['Bob', 'Cid']) {
      await client().join(counting, { name }, { room: 'two' });
    }
    for (const name of ['Dan', 'Eve', 'Fay']) {
      const room = await client().join(counting, { name }, { room: 'three' });
      if (name === 'Dan') await room.leave();
      if (name === 'Eve') await room.leave();
    }
    expect((await client().watch(counting)).id).toBe('two');
  });

  test('makes no room', async () => {
    const { client, url } = await openHouse();
    for (const room of ['quick', 'arena', 'private']) {
      expect(await rejectionOf(client().watch(counting, { room }))).toBe('ROOM_NOT_FOUND');
    }
    expect(await (await fetch(`${url}/rooms`)).json()).toEqual({ rooms: [] });
  });

  test('has its own limit', async () => {
    const { client } = await openHouse({ limits: { spectatorsMax: 1 } });
    const player = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    await client().watch(counting, { room: player.id });
    expect(await rejectionOf(client().watch(counting, { room: player.id }))).toBe('ROOM_FULL');
  });
});

test('a server takes no more rooms than it may', async () => {
  const { client } = await openHouse({ limits: { roomsMax: 1 } });
  await client().join(counting, { name: 'Ann' }, { room: 'one' });
  const second = client().join(counting, { name: 'Bob' }, { room: 'two' });
  expect(await rejectionOf(second)).toBe('SERVER_FULL');
});

test('a room that is left by all is closed, and its name is free for a new one', async () => {
  const { client, url } = await openHouse();
  const first = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  first.send('add', { amount: 5 });
  await until(first, ({ state }) => state.total === 5);
  await first.leave();
  let left = 1;
  while (left > 0) {
    const { rooms } = (await (await fetch(`${url}/rooms`)).json()) as { rooms: unknown[] };
    left = rooms.length;
  }
  const again = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  expect(again.state.total).toBe(0);
});

test('a seat is free at once when its player leaves', async () => {
  const { client } = await openHouse({ limits: { graceMs: 60_000 } });
  const ann = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const bob = await client().join(counting, { name: 'Bob' }, { room: 'arena' });
  const closed = whenStatus(bob, 'closed');
  await bob.leave();
  expect(await closed).toBe('LEFT');
  expect(bob.status).toBe('closed');
  expect(bob.send('add', { amount: 1 })).toBe(false);
  await until(ann, ({ state }) => state.players.size === 1);
  expect((await client().join(counting, { name: 'Cid' }, { room: 'arena' })).seat).toBe(1);
});

test('who takes a seat that was just given up, and is gone within the same tick, leaves it free', async () => {
  const { client, url, errors } = await openHouse();
  const slow = { room: 'slow', options: { rate: 4 } };
  const ann = await client().join(counting, { name: 'Ann' }, slow);
  for (const name of ['Bob', 'Cid']) {
    const room = await client().join(counting, { name }, slow);
    expect(room.seat).toBe(1);
    const { tick } = room;
    await room.leave();
    const fleeting = new RawClient(url, '/play/counting/slow');
    await fleeting.opened;
    fleeting.send(say.hello(), say.bye());
    await fleeting.ended;
    await until(ann, () => ann.tick > tick + 1);
    expect(ann.state.players.size).toBe(1);
  }
  expect(errors).toEqual([]);
});

test.each(['throws', 'rejects'])(
  'an onError that %s is printed, and stops no room',
  async (how) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    const broken = new Error('the logger is broken');
    const onError = (): unknown => {
      if (how === 'throws') throw broken;
      return Promise.reject(broken);
    };
    const server = await serve({ games: [counting], port: 0, signals: false, onError });
    onTestFinished(() => server.close());
    const ann = await visitor(server.url).join(counting, { name: 'Ann' }, { room: 'arena' });
    const bob = await visitor(server.url).join(counting, { name: 'Bob' }, { room: 'hall' });
    const closed = whenStatus(bob, 'closed');
    bob.send('fail');
    expect(await closed).toBe('ROOM_FAILED');
    const { tick } = ann;
    await until(ann, () => ann.tick > tick + 10);
    expect(printed.mock.calls).toEqual([
      ['[tickhouse]', expect.objectContaining({ code: 'ROOM_FAILED' })],
      ['[tickhouse]', expect.objectContaining({ cause: broken })],
    ]);
  },
);

test('effects are carried out once, and say where they come from', async () => {
  const noted: unknown[] = [];
  const { client } = await openHouse({
    effects: {
      counting: { noted: (data: unknown, source: unknown) => noted.push({ data, source }) },
    },
  });
  const room = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const heard = new Promise<number>((resolve) => room.on('added', () => resolve(room.tick)));
  room.send('add', { amount: 3 });
  const tick = await heard;
  await until(room, () => room.tick > tick);
  const key = expect.stringMatching(new RegExp(`^counting/arena/[0-9a-z]{8}/${tick}/0$`));
  const run = expect.stringMatching(/^[0-9a-z]{8}$/);
  const source = { game: 'counting', room: 'arena', run, tick, key };
  expect(noted).toEqual([{ data: { total: 3 }, source }]);
});
