// How often a connection's socket is written to, and what stands together in one write: each write is
// a system call for each player and tick.

import { describe, expect, test } from 'vitest';
import { counting } from '../../../../../tests/support/counting-game.ts';
import { type Frame, frameBytes, opcodes } from '../../../../../tests/support/frames.ts';
import { say } from '../../../../../tests/support/raw-client.ts';
import { adopted, type RecordedSocket } from '../../../../../tests/support/recorded-socket.ts';
import { sendingAt } from '../../../../../tests/support/sending-at.ts';
import { SlowJournal } from '../../../../../tests/support/slow-journal.ts';
import { Mirror } from '../../codec/index.ts';
import type { Room } from '../../host/index.ts';
import { createHouse, type HouseOptions } from '../../testing/index.ts';
import { closeCodes, readBye, readServerMessage, readWelcome } from '../../wire/index.ts';
import { Gate } from './gate.ts';
import { defaultGateLimits, type GateLimits } from './limits.ts';

const address = { game: 'counting', room: 'arena', watch: false, options: [] };
const type = { bye: 5, welcome: 16, snapshot: 17, tick: 18, pong: 19 } as const;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const linePing = (words: string): Buffer => frameBytes(text(words), { opcode: opcodes.ping });

type Given = Partial<HouseOptions<readonly (typeof counting)[]>> & {
  readonly gate?: Partial<GateLimits>;
};

/** A gate before a real host; 50 ticks a second on a clock that the test turns. */
function open({ gate: limits, ...given }: Given = {}) {
  const house = createHouse({ games: [counting], ...given });
  const gate = new Gate({
    host: house.host,
    limits: { ...defaultGateLimits, ...limits },
    endpoints: {},
    onError: (error) => house.errors.push(error),
  });
  const adopt = (): Promise<RecordedSocket> => adopted(gate, '/play/counting/arena', house.clock);
  const room = (): Room => house.host.place(address) as Room;
  const enter = async (...after: readonly Uint8Array[]): Promise<RecordedSocket> => {
    const socket = await adopt();
    await socket.hears(frameBytes(say.hello()), ...after);
    return socket;
  };
  return { house, adopt, enter, room, tick: (ticks = 1) => house.tick(room(), ticks) };
}

/** A player to whom the room's first tick has gone; `count` writes of its socket lie behind. */
async function playing(given: Given = {}) {
  const made = open(given);
  const player = await made.enter();
  made.tick();
  return { ...made, player, count: player.writes.length };
}

/** What a frame is: of a message its type, of others their opcode and payload. */
function kindOf({ opcode, payload }: Frame): string | number {
  if (opcode === opcodes.pong) return `pong ${payload}`;
  return opcode === opcodes.close ? `close ${payload.readUInt16BE(0)}` : (payload[0] ?? -1);
}

const kinds = (socket: RecordedSocket, from: number): (string | number)[][] =>
  socket.framesFrom(from).map((frames) => frames.map(kindOf));

/** Nonce and time held, of a pong of the protocol. */
function pongIn(frame: Frame | undefined): { nonce: number; heldMs: number } {
  if (frame?.payload[0] !== type.pong) throw new Error('this is no pong');
  const { payload } = frame;
  return { nonce: payload.readUInt32LE(1), heldMs: payload.readUInt16LE(5) / 10 };
}

describe('a player is written to', () => {
  test('not for its hello, then once with welcome and snapshot', async () => {
    const { enter, tick } = open();
    const player = await enter();
    expect(player.writes).toHaveLength(1);
    tick();
    expect(kinds(player, 1)).toEqual([[type.welcome, type.snapshot]]);
  });

  test('once for each tick, with the same bytes for everybody', async () => {
    const { enter, tick } = open();
    const [ann, bo] = [await enter(), await enter()];
    tick();
    tick(10);
    expect(kinds(ann, 2)).toEqual(new Array(10).fill([type.tick]));
    expect(ann.writes).toHaveLength(12);
    expect(bo.writes.slice(2)).toEqual(ann.writes.slice(2));
  });

  test('once for what changed, what happened and what was refused', async () => {
    const { player, count, tick, house } = await playing({ limits: { inputsPerTickMax: 2 } });
    const [[welcome, snapshot] = []] = player.framesFrom(1);
    const { blueprint } = readWelcome(welcome?.payload as Buffer, counting);
    const mirror = new Mirror(blueprint.layout);
    readServerMessage(snapshot?.payload as Buffer, blueprint, mirror);
    const inputs = [1, 2, 3, 4].map((number) =>
      frameBytes(say.input(number, 'add', { amount: 7 })),
    );
    await player.hears(...inputs);
    tick();
    const written = player.framesFrom(count);
    expect(written.map(({ length }) => length)).toEqual([1]);
    const said = readServerMessage(written[0]?.[0]?.payload as Buffer, blueprint, mirror);
    expect(said).toMatchObject({
      type: 'tick',
      events: [7, 14].map((total) => ({ kind: 'added', data: { seat: 0, total } })),
      refusals: [3, 4].map((number) => ({ number, why: 'tooManyInputs' })),
    });
    expect(house.errors).toEqual([]);
  });
});

describe('pings', () => {
  test('in a room cause no write; pongs stand before the tick in the write of the tick', async () => {
    const { player, count, tick } = await playing();
    await player.hears(frameBytes(say.ping(7)), linePing('there?'));
    expect(player.writes).toHaveLength(count);
    tick(2);
    expect(kinds(player, count)).toEqual([['pong there?', type.pong, type.tick], [type.tick]]);
  });

  test('of each sort: the last of those that wait is answered, once', async () => {
    const { player, count, tick } = await playing();
    for (const n of [1, 2, 3]) await player.hears(linePing(`${n}`), frameBytes(say.ping(n)));
    tick(2);
    expect(kinds(player, count)).toEqual([['pong 3', type.pong, type.tick], [type.tick]]);
    expect(pongIn(player.framesFrom(count)[0]?.[1]).nonce).toBe(3);
  });

  test('say for how long they were held', async () => {
    const { house, player, count, tick } = await playing();
    // Ticks come every 20 ms, and the last one came when the socket was last written to.
    const lastAt = player.writes.at(-1)?.at as number;
    house.advance(lastAt + 7.5 - house.clock.now());
    await player.hears(frameBytes(say.ping(0xdeadbeef)));
    tick();
    expect(player.writes[count]?.at).toBeCloseTo(lastAt + 20);
    const pong = pongIn(player.framesFrom(count)[0]?.[0]);
    expect(pong).toEqual({ nonce: 0xdeadbeef, heldMs: 12.5 });
  });

  test('before a hello are answered at once', async () => {
    const { adopt, house } = open();
    const player = await adopt();
    await player.hears(linePing('?'));
    house.advance(0.5);
    await player.hears(frameBytes(say.ping(1)));
    expect(kinds(player, 1)).toEqual([['pong ?'], [type.pong]]);
    expect(pongIn(player.framesFrom(2)[0]?.[0])).toEqual({ nonce: 1, heldMs: 0 });
  });

  test('that came with the hello wait for the welcome', async () => {
    const { enter, tick } = open();
    const player = await enter(frameBytes(say.ping(1)));
    expect(player.writes).toHaveLength(1);
    tick();
    expect(kinds(player, 1)).toEqual([[type.pong, type.welcome, type.snapshot]]);
  });

  test('in a room that sends seldom are answered by the sweep', async () => {
    const seldom = sendingAt(counting, 1);
    const { house, enter } = open({ games: [seldom] });
    // The room sends at 1,010 and 2,010 ms, the sweep comes at 2,000.
    house.advance(27);
    const player = await enter();
    house.advance(1_000);
    const count = player.writes.length;
    const { at } = player.writes.at(-1) as { at: number };
    expect(kinds(player, count - 1)).toEqual([[type.welcome, type.snapshot]]);
    const asked = house.clock.now();
    await player.hears(frameBytes(say.ping(1)), linePing('?'));
    house.advance(at + 1_000 - house.clock.now());
    expect(kinds(player, count)).toEqual([['pong ?', type.pong], [type.tick]]);
    expect(player.writes[count]?.at).toBe(2_000);
    expect(pongIn(player.framesFrom(count)[0]?.[1]).heldMs).toBe(2_000 - asked);
  });

  test('while the journal holds ticks back are answered by the sweep', async () => {
    const journal = new SlowJournal();
    const { house, enter, tick } = open({ journal });
    const player = await enter(frameBytes(say.ping(1)));
    tick(10);
    expect(player.writes).toHaveLength(1);
    house.advance(1_000 - house.clock.now());
    expect(kinds(player, 1)).toEqual([[type.pong]]);
    await journal.settle();
    expect(kinds(player, 2)).toEqual([[type.welcome, type.snapshot]]);
  });

  test('of who is behind are answered by the sweep, and with what brings it back', async () => {
    const { house, player, tick } = await playing({ limits: { bufferedBytesMax: 1 } });
    player.fill();
    tick(3);
    const { writableLength } = player;
    await player.hears(frameBytes(say.ping(1)));
    tick(3);
    expect(player.writableLength).toBe(writableLength);
    await player.drain();
    const count = player.writes.length;
    await player.hears(linePing('?'));
    house.advance(1_000 - house.clock.now());
    expect(kinds(player, count)).toEqual([['pong ?', type.pong]]);
    await player.hears(frameBytes(say.ping(2)), frameBytes(say.ack(3)));
    tick(2);
    expect(kinds(player, count + 1)).toEqual([[type.pong, type.tick], [type.tick]]);
  });

  test('in a flood end the connection, though each costs no answer', async () => {
    const { player, count, tick, house } = await playing({ gate: { messagesPerSecondMax: 20 } });
    await player.hears(...Array.from({ length: 30 }, () => linePing('?')));
    tick();
    const { tooManyMessages } = closeCodes;
    expect(kinds(player, count)).toEqual([['pong ?', type.bye, `close ${tooManyMessages}`]]);
    expect(readBye(player.framesFrom(count)[0]?.[1]?.payload as Buffer)?.code).toBe(
      tooManyMessages,
    );
    expect(house.errors).toEqual([]);
  });
});

describe('a connection that ends', () => {
  test('by the client’s bye is answered by a bye and a close in one write, and nothing more', async () => {
    const { player, count, enter, tick } = await playing();
    const other = await enter();
    tick();
    const others = other.writes.length;
    await player.hears(frameBytes(say.ping(9)));
    await player.hears(frameBytes(say.bye()), frameBytes(say.ping(10)), linePing('?'));
    tick(60);
    expect(kinds(player, count)).toEqual([
      [type.tick],
      [type.pong, type.bye, `close ${closeCodes.left}`],
    ]);
    expect(kinds(other, others)).toEqual(new Array(60).fill([type.tick]));
  });

  test('by the client’s close frame is answered by a close, whatever waits', async () => {
    const { player, count, enter, tick, house } = await playing();
    const other = await enter();
    tick();
    const others = other.writes.length;
    await player.hears(frameBytes(say.ping(9)));
    const close = frameBytes(Uint8Array.of(0x03, 0xe8), { opcode: opcodes.close });
    // The room's next tick comes before the socket has ended.
    const heard = player.hears(Buffer.concat([close, linePing('?')]));
    tick(30);
    await heard;
    tick(30);
    expect(kinds(player, count)).toEqual([[type.tick], ['close 1000']]);
    expect(kinds(other, others)).toEqual(new Array(60).fill([type.tick]));
    expect(house.errors).toEqual([]);
  });

  test('by a message that is none is answered by pongs, bye and close in one write', async () => {
    const { player, count, tick } = await playing();
    await player.hears(frameBytes(say.ping(9)), frameBytes(Uint8Array.of(77)));
    tick(3);
    const { badMessage } = closeCodes;
    expect(kinds(player, count)).toEqual([[type.pong, type.bye, `close ${badMessage}`]]);
  });
});
