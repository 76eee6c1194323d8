// A network cuts and joins bytes as it likes. Whole messages come out of them all the same, in their
// order, at both ends, with pings, pongs, inputs and closes among them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { closeCodes } from '../packages/tickhouse/src/wire/index.ts';
import { openProxy, type Pieces, writePiece } from './support/choppy-proxy.ts';
import { counting } from './support/counting-game.ts';
import { Dice } from './support/dice.ts';
import { type Frame, FrameReader, frameBytes, framesIn, opcodes } from './support/frames.ts';
import { type CountingRoom, expectToPlayOn, plain, until, whenStatus } from './support/honest.ts';
import { type House, openHouse, visitor } from './support/house.ts';
import { RawClient, say } from './support/raw-client.ts';
import { RawSocket, upgradeRequest } from './support/raw-socket.ts';
import { Replica } from './support/replica.ts';

const path = '/play/counting/arena';
const arena = { room: 'arena' };
const limits = { inputsPerTickMax: 64 };

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const linePing = (words: string): Buffer => frameBytes(text(words), { opcode: opcodes.ping });

const all: Pieces = (atHand) => atHand;
const single: Pieces = (atHand) => Math.min(1, atHand);
const some = (dice: Dice, most: number): Pieces => {
  return (atHand) => Math.min(atHand, 1 + dice.below(most));
};
const gathered: Pieces = () => 0;

/** The messages among frames, and the pongs of the transport; every frame is whole. */
function read(frames: readonly Frame[]): { replica: Replica; pongs: string[] } {
  const replica = new Replica(counting);
  const pongs: string[] = [];
  for (const { opcode, payload, final, masked } of frames) {
    expect([final, masked]).toEqual([true, false]);
    if (opcode === opcodes.binary) replica.take(payload);
    else if (opcode === opcodes.pong) pongs.push(String(payload));
    else expect(opcode).toBe(opcodes.close);
  }
  return { replica, pongs };
}

/** All that a player was sent from its handshake to its close, while others played. */
async function recordSession(): Promise<Buffer> {
  const { port, client } = await openHouse({ limits });
  const other = await client().join(counting, { name: 'Ann' }, arena);
  const player = new RawSocket(port);
  const came: Buffer[] = [];
  player.socket.on('data', (data) => came.push(data as Buffer));
  player.socket.write(upgradeRequest(path));
  await player.status();
  player.socket.write(frameBytes(say.hello()));
  for (let number = 1; number <= 30; number++) {
    other.send('add', { amount: 1 });
    player.socket.write(
      Buffer.concat([
        linePing(`${number}`),
        frameBytes(say.input(number, 'add', { amount: 2 })),
        frameBytes(say.ping(number)),
      ]),
    );
    const { length } = player.frames;
    await player.until(() => player.frames.length > length);
  }
  player.socket.write(frameBytes(say.bye()));
  await player.until(() => player.closeCode !== undefined);
  const bytes = Buffer.concat(came);
  return bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
}

describe('what a server sent', () => {
  test('reads the same in whatever pieces it comes', async () => {
    const bytes = await recordSession();
    const frames = framesIn(bytes);
    const { replica, pongs } = read(frames);
    expect(replica.heard.filter((heard) => heard === 'welcome')).toHaveLength(1);
    expect(replica.ticks).toEqual(replica.ticks.map((_, i) => (replica.ticks[0] as number) + i));
    expect([replica.bye, frames.at(-1)?.opcode]).toEqual([closeCodes.left, opcodes.close]);
    expect(pongs.length).toBeGreaterThan(10);
    for (const answers of [pongs.map(Number), replica.nonces]) {
      expect(answers).toEqual([...new Set(answers)].sort((a, b) => a - b));
    }
    const inPieces = (pieces: Pieces): Frame[] => {
      const reader = new FrameReader();
      const got: Frame[] = [];
      for (let at = 0; at < bytes.length; ) {
        const size = pieces(bytes.length - at);
        got.push(...reader.take(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(reader.left).toBe(0);
      return got;
    };
    expect(inPieces(single)).toEqual(frames);
    const random = fc.record({ seed: fc.integer(), most: fc.integer({ min: 1, max: 2_000 }) });
    fc.assert(
      fc.property(random, ({ seed, most }) => {
        expect(inPieces(some(new Dice(seed), most))).toEqual(frames);
      }),
      { numRuns: 20 },
    );
  });
});

const networks: readonly (readonly [which: string, up: Pieces, down: Pieces])[] = [
  ['cuts bytes apart', single, single],
  ['cuts at random', some(new Dice(1), 9), some(new Dice(2), 60)],
  ['joins bytes', gathered, gathered],
];

describe.each(networks)('behind a network that %s', (_which, up, down) => {
  async function openBehind(): Promise<{ house: House; url: string; ann: CountingRoom }> {
    const house = await openHouse({ limits });
    const ann = await house.client().join(counting, { name: 'Ann' }, arena);
    const url = `http://127.0.0.1:${await openProxy(house.port, up, down)}`;
    return { house, url, ann };
  }

  test('our client has every tick, and its inputs count in their order', async () => {
    const { house, url, ann } = await openBehind();
    const states = new Map<number, unknown>();
    ann.onTick(({ tick }) => states.set(tick, plain(ann)));
    const bo = await visitor(url).join(counting, { name: 'Bo' }, arena);
    const statuses: string[] = [];
    bo.onStatus((status) => statuses.push(status));
    const [ticks, totals]: [number[], number[]] = [[], []];
    bo.on('added', ({ total }) => totals.push(total));
    const seen: (readonly [tick: number, state: unknown])[] = [];
    bo.onTick(({ tick }) => {
      ticks.push(tick);
      seen.push([tick, plain(bo)]);
    });
    const amounts = Array.from({ length: 40 }, (_, i) => i + 1);
    for (const amount of amounts) {
      bo.send('add', { amount });
      if (amount % 3 === 0) await until(bo, ({ state }) => state.taken >= amount);
    }
    await until(bo, ({ state }) => state.taken === 40);
    await until(bo, ({ roundTripMs }) => roundTripMs !== undefined);
    await until(ann, ({ tick }) => tick >= bo.tick);
    let sum = 0;
    expect(totals).toEqual(amounts.map((amount) => (sum += amount)));
    expect(ticks).toEqual(ticks.map((_, i) => (ticks[0] as number) + i));
    for (const [tick, state] of seen) if (states.has(tick)) expect(state).toEqual(states.get(tick));
    expect(statuses).toEqual([]);
    const closed = whenStatus(bo, 'closed');
    await bo.leave();
    expect(await closed).toBe('LEFT');
    expect(house.errors).toEqual([]);
    await expectToPlayOn(ann, house.url);
  });

  test('pings are answered in their order, and a bye by a bye and a close', async () => {
    const { url, ann, house } = await openBehind();
    const client = new RawClient(url, path);
    const pongs: string[] = [];
    client.socket.on('pong', (data) => pongs.push(String(data)));
    await client.opened;
    client.send(say.hello());
    for (let n = 1; n <= 20; n++) {
      client.socket.ping(`${n}`);
      client.send(say.ping(n), say.input(n, 'add', { amount: 1 }));
      await until(ann, ({ state }) => state.taken >= n);
    }
    await expect.poll(() => pongs.at(-1)).toBe('20');
    client.send(say.bye());
    const { code, bye } = await client.ended;
    expect([code, bye]).toEqual([closeCodes.left, closeCodes.left]);
    const replica = new Replica(counting);
    for (const message of client.messages) replica.take(message);
    expect(replica.nonces.at(-1)).toBe(20);
    for (const answers of [pongs.map(Number), replica.nonces]) {
      expect(answers).toEqual([...new Set(answers)].sort((a, b) => a - b));
    }
    expect(client.socket.readyState).toBe(WebSocket.CLOSED);
    expect(house.errors).toEqual([]);
  });
});

describe('what a client says', () => {
  const ways: readonly (readonly [how: string, pieces: Pieces])[] = [
    ['byte by byte', single],
    ['in pieces of any size', some(new Dice(4), 30)],
    ['in one piece', all],
  ];

  test.each(ways)('is heard whole and in order when it comes %s', async (_how, pieces) => {
    const { port, client, errors } = await openHouse({ limits });
    const ann = await client().join(counting, { name: 'Ann' }, arena);
    const totals: number[] = [];
    ann.on('added', ({ total }) => totals.push(total));
    const player = new RawSocket(port);
    player.socket.setNoDelay(true);
    const write = async (...parts: readonly Buffer[]): Promise<void> => {
      let bytes = Buffer.concat(parts);
      while (bytes.length > 0) {
        const size = pieces(bytes.length);
        await writePiece(player.socket, bytes.subarray(0, size));
        bytes = bytes.subarray(size);
      }
    };
    await write(Buffer.from(upgradeRequest(path)));
    expect(await player.status()).toBe(101);
    await write(frameBytes(say.hello()));
    await player.until(() => player.frames.length >= 2);
    const amounts = Array.from({ length: 40 }, (_, i) => i + 1);
    const said = amounts.flatMap((amount) => [
      frameBytes(say.input(amount, 'add', { amount })),
      linePing(`${amount}`),
      frameBytes(say.ping(amount)),
    ]);
    await write(...said);
    await until(ann, ({ state }) => state.taken === 40);
    let sum = 0;
    expect(totals).toEqual(amounts.map((amount) => (sum += amount)));
    await write(frameBytes(say.bye()));
    await player.until(() => player.closeCode !== undefined);
    const { replica, pongs } = read(player.frames);
    expect([replica.bye, player.closeCode]).toEqual([closeCodes.left, closeCodes.left]);
    expect([pongs.at(-1), replica.nonces.at(-1), replica.refusals]).toEqual(['40', 40, []]);
    expect(errors).toEqual([]);
  });
});
