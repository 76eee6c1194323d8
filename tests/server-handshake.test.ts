// Below the messages: handshakes and frames that break RFC 6455, or take their time, end by status or
// close code, and the room goes on. And what the server frames itself, any client can read.

import { describe, expect, test } from 'vitest';
import { counting } from './support/counting-game.ts';
import { type CountingRoom, expectToPlayOn } from './support/honest.ts';
import { openHouse } from './support/house.ts';
import { say } from './support/raw-client.ts';
import {
  type FrameChoice,
  frameBytes,
  opcodes,
  RawSocket,
  upgradeRequest,
} from './support/raw-socket.ts';

const path = '/play/counting/arena';
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const nothing = new Uint8Array(0);

describe('an upgrade is refused with', () => {
  const cases: readonly (readonly [status: number, why: string, request: string])[] = [
    [404, 'an address that is none of ours', upgradeRequest('/socket')],
    [404, 'an address without a room', upgradeRequest('/play/counting')],
    [404, 'an address with too many parts', upgradeRequest('/play/counting/arena/2')],
    [404, 'a target that cannot be read', upgradeRequest('//')],
    [400, 'no key', upgradeRequest(path, { 'Sec-WebSocket-Key': '' })],
    [400, 'a key that is none', upgradeRequest(path, { 'Sec-WebSocket-Key': 'x' })],
    [400, 'another version of WebSocket', upgradeRequest(path, { 'Sec-WebSocket-Version': '7' })],
    [405, 'a method other than GET', upgradeRequest(path, { method: 'POST' })],
    [400, 'another protocol', upgradeRequest(path, { Upgrade: 'h2c' })],
  ];

  test.each(cases)('%i for %s', async (status, _why, request) => {
    const { port, errors } = await openHouse();
    const outsider = new RawSocket(port);
    outsider.socket.write(request);
    expect(await outsider.status()).toBe(status);
    await outsider.ended;
    expect(errors).toEqual([]);
  });
});

describe('a frame that RFC 6455 forbids closes with its code:', () => {
  const large = Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4]);
  const frame = (payload: Uint8Array, choice: FrameChoice): Buffer => frameBytes(payload, choice);
  const cases: readonly (readonly [why: string, code: number, bytes: Buffer])[] = [
    ['not masked', 1002, frame(say.ack(1), { masked: false })],
    ['a reserved bit', 1002, frame(say.ack(1), { reserved: 4 })],
    ['an unknown opcode', 1002, frame(say.ack(1), { opcode: 3 })],
    ['a ping in parts', 1002, frame(nothing, { opcode: opcodes.ping, final: false })],
    ['a ping of 126 bytes', 1002, frame(new Uint8Array(126), { opcode: opcodes.ping })],
    ['a part that continues nothing', 1002, frame(nothing, { opcode: opcodes.continuation })],
    ['a close of one byte', 1002, frame(Uint8Array.of(3), { opcode: opcodes.close })],
    [
      'a close with a code that nobody may send',
      1002,
      frame(Uint8Array.of(3, 237), { opcode: opcodes.close }),
    ],
    ['a text that is no UTF-8', 1007, frame(Uint8Array.of(0xff), { opcode: opcodes.text })],
    ['a length beyond the limit', 1009, large],
  ];

  test.each(cases)('%s: %i', async (_why, code, bytes) => {
    const { port, url, errors, client } = await openHouse();
    const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    const outsider = new RawSocket(port);
    outsider.socket.write(upgradeRequest(path));
    expect(await outsider.status()).toBe(101);
    outsider.socket.write(bytes);
    expect(await outsider.ended).toBe(code);
    await expectToPlayOn(honest, url);
    expect(errors).toEqual([]);
  });
});

describe('the room goes on when a client', () => {
  const crowd: readonly (readonly [
    does: string,
    act: (outsider: RawSocket) => Promise<unknown>,
  ])[] = [
    [
      'stops in the middle of its request',
      async (outsider) => {
        outsider.socket.end(upgradeRequest(path).slice(0, 60));
        await outsider.ended;
      },
    ],
    [
      'is gone before the answer',
      async (outsider) => {
        await new Promise((resolve) => outsider.socket.once('connect', resolve));
        outsider.socket.write(upgradeRequest(path));
        outsider.socket.resetAndDestroy();
      },
    ],
    [
      'is gone in the middle of a frame',
      async (outsider) => {
        outsider.socket.write(upgradeRequest(path));
        await outsider.status();
        outsider.socket.write(frameBytes(say.hello()).subarray(0, 9));
        outsider.socket.resetAndDestroy();
      },
    ],
    [
      'is gone right after its hello',
      async (outsider) => {
        outsider.socket.write(upgradeRequest(path));
        await outsider.status();
        outsider.socket.write(frameBytes(say.hello()));
        outsider.socket.resetAndDestroy();
      },
    ],
    [
      'ends its half of the connection',
      async (outsider) => {
        outsider.socket.write(upgradeRequest(path));
        await outsider.status();
        outsider.socket.end(frameBytes(say.hello()));
        await outsider.ended;
      },
    ],
  ];

  test.each(crowd)('%s', async (_does, act) => {
    const { port, url, errors, client } = await openHouse();
    const honest: CountingRoom = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
    await act(new RawSocket(port));
    await expectToPlayOn(honest, url);
    expect(errors).toEqual([]);
  });
});

describe('a hello', () => {
  test('may come in the packet of the handshake', async () => {
    const { port } = await openHouse();
    const player = new RawSocket(port);
    player.socket.write(
      Buffer.concat([Buffer.from(upgradeRequest(path)), frameBytes(say.hello())]),
    );
    await player.until(() => player.frames.length >= 3);
    expect(player.frames.map(({ payload }) => payload[0]).slice(0, 3)).toEqual([16, 17, 18]);
  });

  test('may come in many frames, with a ping between them', async () => {
    const { port } = await openHouse();
    const player = new RawSocket(port);
    const hello = say.hello();
    player.socket.write(upgradeRequest(path));
    await player.status();
    player.socket.write(
      Buffer.concat([
        frameBytes(hello.subarray(0, 3), { final: false }),
        frameBytes(text('?'), { opcode: opcodes.ping }),
        frameBytes(hello.subarray(3, 4), { opcode: opcodes.continuation, final: false }),
        frameBytes(hello.subarray(4), { opcode: opcodes.continuation }),
      ]),
    );
    await player.until(() => player.frames.length >= 3);
    const [pong, ...rest] = player.frames;
    expect(pong).toMatchObject({ opcode: opcodes.pong, payload: Buffer.from('?') });
    expect(rest[0]?.payload[0]).toBe(16);
  });

  test('that drips in byte by byte does not hold its connection beyond the time', async () => {
    const { port } = await openHouse({ limits: { helloMs: 1 } });
    const loris = new RawSocket(port);
    loris.socket.write(upgradeRequest(path));
    await loris.status();
    loris.socket.write(frameBytes(say.hello()).subarray(0, 1));
    expect(await loris.until(() => loris.closeCode !== undefined).then(() => loris.closeCode)).toBe(
      4003,
    );
  });
});

test('what the server sends is whole, binary and unmasked, between pongs and before the close', async () => {
  const { port, client } = await openHouse();
  const other = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const player = new RawSocket(port);
  player.socket.write(upgradeRequest(path));
  await player.status();
  player.socket.write(frameBytes(say.hello()));
  for (let number = 0; number < 20; number++) {
    other.send('add', { amount: 1 });
    player.socket.write(frameBytes(text(`${number}`), { opcode: opcodes.ping }));
    const { length } = player.frames;
    await player.until(() => player.frames.length > length);
  }
  player.socket.write(frameBytes(Uint8Array.of(5)));
  await player.until(() => player.closeCode !== undefined);
  expect(player.closeCode).toBe(4001);
  const kinds = new Set(player.frames.map(({ opcode }) => opcode));
  expect([...kinds].sort((a, b) => a - b)).toEqual([opcodes.binary, opcodes.close, opcodes.pong]);
  expect(player.frames.every(({ final, masked }) => final && !masked)).toBe(true);
  expect(player.frames.filter(({ opcode }) => opcode === opcodes.pong).length).toBeGreaterThan(10);
  expect(player.frames.at(-1)?.opcode).toBe(opcodes.close);
});

test('a flood of pings ends its connection only', async () => {
  const { port, url, client, errors } = await openHouse();
  const honest = await client().join(counting, { name: 'Ann' }, { room: 'arena' });
  const outsider = new RawSocket(port);
  outsider.socket.write(upgradeRequest(path));
  await outsider.status();
  const ping = frameBytes(new Uint8Array(125), { opcode: opcodes.ping });
  outsider.socket.write(Buffer.concat([frameBytes(say.hello()), ...new Array(1000).fill(ping)]));
  await outsider.ended;
  await expectToPlayOn(honest, url);
  expect(errors).toEqual([]);
});

test('a client that does not answer the close is put out all the same', async () => {
  const { port } = await openHouse();
  const mute = new RawSocket(port);
  mute.socket.write(upgradeRequest(path));
  await mute.status();
  mute.socket.write(frameBytes(Uint8Array.of(5)));
  expect(await mute.ended).toBe(4001);
});
