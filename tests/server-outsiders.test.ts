// Whatever a client says over a WebSocket, it gets a coded close, and its room goes on for others.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CloseName, closeCodes } from '../packages/tickhouse/src/wire/index.ts';
import { counting } from './support/counting-game.ts';
import { expectToPlayOn, until, whenStatus } from './support/honest.ts';
import { openHouse } from './support/house.ts';
import { RawClient, say } from './support/raw-client.ts';

const hello = say.hello();
const welcome = 16;
const snapshot = 17;
const strangersHash = '0123456789abcdef';

interface Case {
  readonly title: string;
  readonly says: readonly (Uint8Array | string)[];
  readonly code?: number;
  readonly name?: CloseName;
}

const beforeHello: readonly Case[] = [
  { title: 'an empty message', says: [Uint8Array.of()] },
  { title: 'garbage', says: [Uint8Array.of(0xde, 0xad, 0xbe, 0xef)] },
  { title: 'a text', says: ['hello'] },
  { title: 'an empty text', says: [''] },
  { title: 'an input', says: [say.input(1, 'add', { amount: 1 })] },
  { title: 'an acknowledgement', says: [say.ack(1)] },
  { title: 'a welcome', says: [Uint8Array.of(welcome, 1, 0, 0)] },
  { title: 'half a hello', says: [hello.subarray(0, 7)] },
  { title: 'a hello and more', says: [Uint8Array.of(...hello, 0)] },
  { title: 'a hello without a player', says: [say.hello({ player: undefined })] },
  {
    title: 'the hello of another schema',
    says: [say.hello({ gameHash: strangersHash })],
    name: 'schemaMismatch',
  },
  {
    title: 'the hello of another protocol version',
    says: [hello.with(1, 99)],
    name: 'protocolVersion',
  },
  { title: 'a message of 16,385 bytes', says: [new Uint8Array(16_385)], code: 1009 },
];

const afterHello: readonly Case[] = [
  { title: 'a second hello', says: [hello] },
  { title: 'garbage', says: [Uint8Array.of(77, 1, 2, 3)] },
  { title: 'a text', says: ['{"type":"input"}'] },
  { title: 'an input of an unknown kind', says: [Uint8Array.of(2, 0b0000_1000, 0b1100_0000, 0)] },
  {
    title: 'an input without its values',
    says: [say.input(1, 'add', { amount: 9 }).subarray(0, 3)],
  },
  { title: 'an input and more', says: [Uint8Array.of(...say.input(1, 'add', { amount: 1 }), 0)] },
  { title: 'an input with number 0', says: [say.input(0, 'add', { amount: 1 })] },
  {
    title: 'the hello of another schema',
    says: [say.hello({ gameHash: strangersHash })],
    name: 'schemaMismatch',
  },
  { title: 'too much at once', says: new Array(201).fill(say.ack(1)), name: 'tooManyMessages' },
  { title: 'a message of 16,385 bytes', says: [new Uint8Array(16_385)], code: 1009 },
];

describe('a client is closed for', () => {
  test.each(beforeHello)('$title before a hello', async ({ says, name = 'badMessage', code }) => {
    const { url, errors, client } = await openHouse();
    const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    const outsider = new RawClient(url, '/play/counting/arena');
    await outsider.opened;
    outsider.send(...says);
    const { code: got } = await outsider.ended;
    expect(got).toBe(code ?? closeCodes[name]);
    await expectToPlayOn(honest, url);
    expect(honest.state.players.size).toBe(1);
    expect(errors).toEqual([]);
  });

  test.each(afterHello)('$title after a hello', async ({ says, name = 'badMessage', code }) => {
    const { url, errors, client } = await openHouse();
    const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    const outsider = new RawClient(url, '/play/counting/arena');
    await outsider.opened;
    outsider.send(hello);
    await outsider.next(snapshot);
    outsider.send(...says);
    const ending = await outsider.ended;
    expect(ending.code).toBe(code ?? closeCodes[name]);
    if (code === undefined) expect(ending.bye).toBe(ending.code);
    await until(honest, ({ state }) => state.players.size === 1);
    await expectToPlayOn(honest, url);
    expect(errors).toEqual([]);
  });
});

test('no bytes that a client may send harm the room or reach onError', async () => {
  const { url, errors, client } = await openHouse();
  const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const bytes = fc.uint8Array({ maxLength: 60 });
  const typed = fc
    .tuple(fc.constantFrom(1, 2, 3, 4, 5), bytes)
    .map(([type, rest]) => Uint8Array.of(type, ...rest));
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.oneof(bytes, typed), { maxLength: 20 }),
      async (asPlayer, says) => {
        const outsider = new RawClient(url, '/play/counting/arena');
        await outsider.opened;
        if (asPlayer) outsider.send(hello);
        outsider.send(...says, Uint8Array.of(99));
        const { code } = await outsider.ended;
        expect(code).toBeGreaterThanOrEqual(4000);
      },
    ),
    { numRuns: 60 },
  );
  await expectToPlayOn(honest, url);
  expect(errors).toEqual([]);
});

test('an acknowledgement of a tick that is still to come is not believed', async () => {
  const { url, errors } = await openHouse({ limits: { behindMs: 1, tooSlowMs: 40 } });
  const outsider = new RawClient(url, '/play/counting/arena');
  await outsider.opened;
  outsider.send(hello);
  await outsider.next(snapshot);
  outsider.send(say.ack(0xffff_ffff));
  expect((await outsider.ended).name).toBe('tooSlow');
  expect(errors).toEqual([]);
});

describe('an address that leads nowhere is answered with', () => {
  const cases: readonly (readonly [path: string, name: CloseName])[] = [
    ['/play/chess/quick', 'unknownGame'],
    ['/play/counting/p-000000000', 'roomNotFound'],
    ['/play/counting/p-000000000l', 'roomNotFound'],
    ['/watch/counting/p-0000000000', 'roomNotFound'],
    ['/play/counting/q-000000', 'roomNotFound'],
    ['/play/counting/%00', 'roomNotFound'],
    ['/play/counting/__proto__', 'roomNotFound'],
    [`/play/counting/${'a'.repeat(33)}`, 'roomNotFound'],
    ['/watch/counting/quick', 'roomNotFound'],
    ['/watch/counting/private', 'roomNotFound'],
    ['/play/counting/quick?speed=1', 'badOptions'],
    ['/play/counting/quick?rate=fast', 'badOptions'],
    ['/play/counting/quick?rate=256', 'badOptions'],
    ['/play/counting/quick?rate=0', 'badOptions'],
    ['/play/counting/quick?mood=sad', 'badOptions'],
    ['/play/counting/quick?open=maybe', 'badOptions'],
    ['/play/counting/quick?__proto__=1', 'badOptions'],
    ['/play/counting/quick?constructor=1', 'badOptions'],
  ];

  test.each(cases)('%s: %s', async (path, name) => {
    const { url, errors } = await openHouse();
    const outsider = new RawClient(url, path);
    await outsider.opened;
    outsider.send(path.startsWith('/watch') ? say.hello({ player: undefined }) : hello);
    expect(await outsider.ended).toMatchObject({ name, bye: closeCodes[name] });
    expect(errors).toEqual([]);
  });
});

describe('a client is closed that', () => {
  test('does not say hello in time', async () => {
    const { url, errors } = await openHouse({ limits: { helloMs: 1 } });
    const outsider = new RawClient(url, '/play/counting/arena');
    expect((await outsider.ended).name).toBe('helloTimeout');
    expect(errors).toEqual([]);
  });

  test('says nothing for too long', async () => {
    const { url, client, errors } = await openHouse({ limits: { silentMs: 1500 } });
    const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    const outsider = new RawClient(url, '/play/counting/arena');
    await outsider.opened;
    outsider.send(hello);
    expect((await outsider.ended).name).toBe('silent');
    await expectToPlayOn(honest, url);
    expect(errors).toEqual([]);
  });

  test('does not keep up with the ticks', async () => {
    const limits = { behindMs: 200, tooSlowMs: 200 };
    const { url, client, errors } = await openHouse({ limits });
    const outsider = new RawClient(url, '/play/counting/arena');
    await outsider.opened;
    outsider.send(hello);
    expect((await outsider.ended).name).toBe('tooSlow');
    const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    await expectToPlayOn(honest, url);
    expect(errors).toEqual([]);
  });

  test('takes over its own seat from somewhere else', async () => {
    const { url, errors } = await openHouse();
    const first = new RawClient(url, '/play/counting/arena');
    await first.opened;
    first.send(hello);
    const token = tokenIn(await first.next(welcome));
    const second = new RawClient(url, '/play/counting/arena');
    await second.opened;
    second.send(say.hello({ token }));
    expect((await first.ended).name).toBe('replaced');
    expect(errors).toEqual([]);
  });
});

test('a room whose rules throw is closed by code, alone, and onError hears why', async () => {
  const { url, client, errors } = await openHouse();
  const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const other = await client().join(counting, { name: 'Bob' }, { room: 'bug' });
  const closed = whenStatus(other, 'closed');
  other.send('fail');
  expect(await closed).toBe('ROOM_FAILED');
  await expectToPlayOn(honest, url);
  expect(errors).toEqual([expect.objectContaining({ code: 'ROOM_FAILED' })]);
});

/** The token of a welcome: type, version, a bit and the seat, a bit, then 16 bytes. */
function tokenIn(message: Buffer): Uint8Array {
  const bits = [...message].flatMap((byte) => [0, 1, 2, 3, 4, 5, 6, 7].map((i) => (byte >> i) & 1));
  const start = 8 + 8 + 1 + 8 + 1;
  return Uint8Array.from({ length: 16 }, (_, byte) =>
    [0, 1, 2, 3, 4, 5, 6, 7].reduce(
      (sum, i) => sum | ((bits[start + 8 * byte + i] as number) << i),
      0,
    ),
  );
}
