// Frames of three sorts leave on one socket: messages that the server frames itself, pongs and closes
// of `ws`. And control frames of a client come between the parts of its messages. Each is answered as
// if the others were not there. Source: RFC 6455 sections 5.4 and 5.5.

import { describe, expect, test } from 'vitest';
import { closeCodes } from '../packages/tickhouse/src/wire/index.ts';
import { counting } from './support/counting-game.ts';
import { type FrameChoice, frameBytes, opcodes } from './support/frames.ts';
import { type CountingRoom, expectToPlayOn, until } from './support/honest.ts';
import { type House, openHouse } from './support/house.ts';
import { say } from './support/raw-client.ts';
import { RawSocket, upgradeRequest } from './support/raw-socket.ts';
import { Replica } from './support/replica.ts';

const path = '/play/counting/arena';
const nothing = Buffer.alloc(0);
const { continuation, ping, pong, close, binary, text } = opcodes;
const words = (said: string): Uint8Array => new TextEncoder().encode(said);
const most = Buffer.from(Array.from({ length: 125 }, (_, i) => 255 - i));

/** The payloads of the pongs that came. */
const pongsOf = (raw: RawSocket): Buffer[] =>
  raw.frames.filter(({ opcode }) => opcode === pong).map(({ payload }) => payload);

/** Somebody who plays honestly, and a player below WebSocket in the same room. */
async function playing(): Promise<{ house: House; honest: CountingRoom; player: RawSocket }> {
  const house = await openHouse();
  const honest = await house.client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const player = new RawSocket(house.port);
  player.socket.write(upgradeRequest(path));
  await player.status();
  player.socket.write(frameBytes(say.hello()));
  await player.until(() => player.frames.length >= 2);
  return { house, honest, player };
}

describe('a ping of the transport is answered with its own payload', () => {
  test.each([
    ['of 0 bytes', nothing],
    ['of 125 bytes', most],
  ])('%s, in a room', async (_size, payload) => {
    const { house, honest, player } = await playing();
    player.socket.write(frameBytes(payload, { opcode: ping }));
    await player.until(() => pongsOf(player).length > 0);
    expect(pongsOf(player)).toEqual([payload]);
    await expectToPlayOn(honest, house.url);
    expect(house.errors).toEqual([]);
  });

  test.each([
    ['of 0 bytes', nothing],
    ['of 125 bytes', most],
  ])('%s, at an endpoint, where each one is', async (_size, payload) => {
    const { port } = await openHouse({
      endpoints: { '/echo': (socket) => socket.onText((said) => socket.send(said)) },
    });
    const raw = new RawSocket(port);
    raw.socket.write(upgradeRequest('/echo'));
    await raw.status();
    raw.socket.write(
      Buffer.concat([
        frameBytes(payload, { opcode: ping }),
        frameBytes(words('one, '), { opcode: text, final: false }),
        frameBytes(payload, { opcode: ping }),
        frameBytes(words('two'), { opcode: continuation }),
        frameBytes(payload, { opcode: ping }),
      ]),
    );
    await raw.until(() => pongsOf(raw).length >= 3);
    expect(raw.frames.filter(({ opcode }) => opcode !== ping)).toMatchObject([
      { opcode: pong, payload },
      { opcode: pong, payload },
      { opcode: text, payload: Buffer.from('one, two') },
      { opcode: pong, payload },
    ]);
  });
});

describe('a message in parts', () => {
  const input = say.input(1, 'add', { amount: 9 });
  const parts = (between: readonly Buffer[]): Buffer =>
    Buffer.concat([
      frameBytes(input.subarray(0, 1), { final: false }),
      ...between,
      frameBytes(nothing, { opcode: continuation, final: false }),
      ...between,
      frameBytes(input.subarray(1), { opcode: continuation }),
    ]);

  test.each([
    ['', []],
    [' with pings between them', [frameBytes(most, { opcode: ping })]],
    [' with pongs between them that nobody asked for', [frameBytes(most, { opcode: pong })]],
  ])('is taken whole%s', async (_what, between) => {
    const { house, honest, player } = await playing();
    player.socket.write(parts(between));
    await until(honest, ({ state }) => state.total === 9);
    await expectToPlayOn(honest, house.url);
    expect(player.closeCode).toBeUndefined();
    expect(honest.state.taken).toBe(2);
    expect(house.errors).toEqual([]);
  });

  const part = (payload: Uint8Array, choice: FrameChoice = {}): Buffer =>
    frameBytes(payload, { final: false, ...choice });
  const refused: readonly (readonly [why: string, code: number, bytes: readonly Buffer[]])[] = [
    ['another message begins before its end', 1002, [part(input), frameBytes(input)]],
    [
      'it grows beyond the limit',
      1009,
      [part(new Uint8Array(16_000)), part(new Uint8Array(385), { opcode: continuation })],
    ],
    [
      'it is a text',
      closeCodes.badMessage,
      [part(words('a'), { opcode: text }), frameBytes(words('b'), { opcode: continuation })],
    ],
    [
      'it is no message',
      closeCodes.badMessage,
      [part(Uint8Array.of(77)), frameBytes(nothing, { opcode: continuation })],
    ],
    [
      'the client closes before its end',
      1000,
      [part(input), frameBytes(Uint8Array.of(3, 232), { opcode: close })],
    ],
  ];

  test.each(refused)('is refused where %s: %i', async (_why, code, bytes) => {
    const { house, honest, player } = await playing();
    player.socket.write(Buffer.concat(bytes));
    await player.until(() => player.closeCode !== undefined);
    expect(player.closeCode).toBe(code);
    expect(player.frames.at(-1)?.opcode).toBe(close);
    await expectToPlayOn(honest, house.url);
    expect(honest.state.taken).toBe(1);
    expect(house.errors).toEqual([]);
  });
});

test.each([
  ['zero', [0, 0, 0, 0]],
  ['all ones', [255, 255, 255, 255]],
  ['of the payload itself', [...say.input(1, 'add', { amount: 9 })].slice(0, 4)],
])('a mask that is %s hides nothing from the server', async (_which, key) => {
  const { honest, player } = await playing();
  player.socket.write(
    Buffer.concat([
      frameBytes(say.input(1, 'add', { amount: 9 }), { key }),
      frameBytes(most, { opcode: ping, key }),
    ]),
  );
  await until(honest, ({ state }) => state.total === 9);
  await player.until(() => pongsOf(player).length > 0);
  expect(pongsOf(player)).toEqual([most]);
});

describe('the last words', () => {
  test('of both ends stand after all pongs, and nothing after them, while others play on', async () => {
    const { house, honest, player } = await playing();
    player.socket.write(
      Buffer.concat([
        frameBytes(words('first'), { opcode: ping }),
        frameBytes(say.ping(1)),
        frameBytes(say.input(1, 'add', { amount: 9 })),
        frameBytes(words('last'), { opcode: ping }),
        frameBytes(say.ping(2)),
        frameBytes(say.bye()),
        frameBytes(words('late'), { opcode: ping }),
        frameBytes(say.ping(3)),
        frameBytes(say.input(2, 'add', { amount: 90 })),
      ]),
    );
    await player.until(() => player.closeCode !== undefined);
    await expectToPlayOn(honest, house.url);
    const replica = new Replica(counting);
    for (const { opcode, payload } of player.frames) {
      if (opcode === binary) replica.take(payload);
    }
    expect(pongsOf(player).map(String)).toEqual(['last']);
    expect([replica.nonces, replica.bye]).toEqual([[2], closeCodes.left]);
    expect(player.frames.slice(-4)).toMatchObject([
      { opcode: pong },
      { opcode: binary },
      { opcode: binary },
      { opcode: close },
    ]);
    expect(house.errors).toEqual([]);
  });

  test('of the server that closes come once, and pings after them are not answered', async () => {
    const { house, player } = await playing();
    player.socket.write(frameBytes(words('before'), { opcode: ping }));
    const closing = house.close();
    await player.until(() => player.closeCode !== undefined);
    player.socket.write(frameBytes(words('after'), { opcode: ping }));
    player.socket.write(frameBytes(Uint8Array.of(3, 232), { opcode: close }));
    expect(await player.ended).toBe(closeCodes.serverClosing);
    await closing;
    expect(pongsOf(player).map(String)).not.toContain('after');
    expect(player.frames.filter(({ opcode }) => opcode === close)).toHaveLength(1);
    expect(player.frames.at(-1)?.opcode).toBe(close);
    expect(house.errors).toEqual([]);
  });
});
