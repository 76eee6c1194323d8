// The law of recordings: what is played back is, at every tick, what a live spectator had, byte for
// byte; also after jumps. And nothing but what a spectator was sent is in the file.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { editedGame } from '../../../../tests/support/games/edited.ts';
import { sendingAt } from '../../../../tests/support/sending-at.ts';
import { plainState } from '../cli/plain-state.ts';
import { Mirror } from '../codec/index.ts';
import { type AnyGame, roomShape } from '../game/index.ts';
import { grid, list, table, text, u8, u32 } from '../index.ts';
import { defaultRecordingLimits, Recordings } from '../journal/index.ts';
import { readRecording, unpackMessages } from '../recording/index.ts';
import { reader, type Shape } from '../state/index.ts';
import { Bot, createHouse, type SimulatedClient } from '../testing/index.ts';
import { readServerMessage } from '../wire/index.ts';
import { loadPlayback, type Playback } from './playback.ts';
import { Reel } from './reel.ts';
import type { Room } from './room.ts';

const edited = editedGame({
  field: grid(u8, 9, 7),
  rows: table(6, { name: text(9), items: list(u32, 12) }),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickhouse-recordings-'));
  return () => rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Lived {
  readonly bytes: Uint8Array;
  readonly room: string;
  readonly seed: Uint8Array[];
  /** What a live spectator had at each tick, and heard. */
  readonly states: Map<number, Uint8Array>;
  readonly events: { readonly tick: number; readonly kind: string; readonly data: unknown }[];
}

/** A room that some bots play in, until it is over, with a spectator from its first tick on. */
async function live(game: AnyGame, seed: number, ticks: number, name = 'one'): Promise<Lived> {
  const errors: unknown[] = [];
  const now = () => 1_000;
  const limits = defaultRecordingLimits;
  const onError = (error: unknown) => errors.push(error);
  const recordings = new Recordings({ folder, limits, onError, now });
  const tokens: Uint8Array[] = [];
  const dice = new Dice(seed);
  const house = createHouse({
    games: [game],
    recordings,
    limits: { lingerMs: 100 },
    randomBytes: (count) => {
      const bytes = Uint8Array.from({ length: count }, () => dice.below(256));
      if (count === 16) tokens.push(bytes);
      return bytes;
    },
  });
  const bot = new Bot(game, seed);
  const first = house.join(game, bot.player() as never, { room: name });
  const { id } = first.room;
  const players = [first, house.join(game, bot.player() as never, { room: id })];
  const watcher: SimulatedClient<AnyGame> = house.watch(game, { room: id });
  const states = new Map<number, Uint8Array>();
  const events: Lived['events'] = [];
  watcher.onTick = ({ tick, mirror }) => {
    states.set(tick, mirror.memory.u8.slice());
    for (const event of watcher.events.splice(0))
      events.push({ ...(event as Lived['events'][number]), tick });
  };
  for (let i = 0; i < ticks; i++) {
    for (const player of players) if (dice.below(3) > 0) bot.play(player);
    house.tick(watcher.room);
    // Time is turned by hand here, and the disk has its own.
    if (i % 50 === 0) await recordings.settled();
  }
  for (const player of players) player.leave();
  house.tick(watcher.room);
  watcher.leave();
  house.advance(10_000);
  await recordings.close();
  expect([house.errors, errors, house.host.roomCount]).toEqual([[], [], 0]);
  const files = readdirSync(folder);
  expect(files).toEqual([`${watcher.room.run}-1.recording`]);
  const bytes = new Uint8Array(readFileSync(join(folder, files[0] as string)));
  return { bytes, room: id, seed: tokens, states, events };
}

/** The bytes of the whole visible state that a room holds. */
function bytesOf(reel: Reel, snapshot: Uint8Array): Uint8Array {
  const mirror = new Mirror(reel.blueprint.layout);
  readServerMessage(snapshot, reel.blueprint, mirror);
  return mirror.memory.u8;
}

/** Shows bytes as what views show of them. */
function shower(reel: Reel): (bytes: Uint8Array) => unknown {
  const { layout, game, options } = reel.blueprint;
  const mirror = new Mirror(layout);
  const view = reader(layout)(mirror.memory);
  const shape = visible(roomShape(game, options));
  return (bytes) => {
    mirror.memory.u8.set(bytes);
    return plainState(shape, view);
  };
}

/** The part of a shape that views of a receiver have. */
function visible(shape: Shape): Shape {
  const shown = Object.entries(shape).filter(([, { kind }]) => kind !== 'hidden');
  return Object.fromEntries(
    shown.map(([name, field]) =>
      'row' in field ? [name, { ...field, row: visible(field.row as Shape) }] : [name, field],
    ),
  ) as Shape;
}

test('a room that sends seldom is recorded at every tick all the same', async () => {
  const often = await live(arena, 14, 300);
  const seldom = await live(sendingAt(arena, 5), 14, 300);
  expect(seldom.states.size).toBeLessThan(80);
  expect(Buffer.compare(seldom.bytes, often.bytes)).toBe(0);
});

describe.each([
  ['arena', arena],
  ['cards', cards],
  ['edited', edited],
] as [string, AnyGame][])('a recording of %s', (_name, game) => {
  test('holds at every tick what a live spectator had, forwards and after jumps', async () => {
    const { bytes, states, events } = await live(game, 11, 650);
    const reel = await Reel.open(game, bytes);
    expect(states.size).toBeGreaterThan(640);
    const last = Math.max(...states.keys());
    expect([reel.firstTick, reel.lastTick >= last]).toEqual([1, true]);

    const mirror = new Mirror(reel.blueprint.layout);
    readServerMessage(reel.snapshot(1), reel.blueprint, mirror);
    const heard: Lived['events'] = [];
    for (let tick = 1; ; tick++) {
      expect(Buffer.compare(mirror.memory.u8, states.get(tick) as Uint8Array)).toBe(0);
      if (tick === last) break;
      const message = readServerMessage(reel.message(tick + 1), reel.blueprint, mirror);
      if (message.type !== 'tick') throw new Error(`tick ${tick + 1} is a ${message.type}`);
      heard.push(...message.events.map((event) => ({ ...event, tick: tick + 1 })));
    }
    expect(heard).toEqual(events);
    for (const kind of new Set(events.map((event) => event.kind))) {
      expect(await reel.eventsOf(kind)).toEqual(events.filter((event) => event.kind === kind));
    }

    const dice = new Dice(5);
    for (let i = 0; i < 200; i++) {
      const tick = 1 + dice.below(last);
      const held = bytesOf(reel, reel.snapshot(tick));
      expect(Buffer.compare(held, states.get(tick) as Uint8Array)).toBe(0);
    }
  });

  test('plays into a room as a live connection does, at any speed, jumped or not', async () => {
    const { bytes, states } = await live(game, 12, 450);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const reel = await Reel.open(game, bytes);
    const playback = (await loadPlayback(game, bytes)) as unknown as Playback<Room>;
    const { room } = playback;
    const shown = shower(reel);
    const shape = visible(roomShape(game, reel.blueprint.options));
    const seen: number[] = [];
    room.onTick(({ state, tick }) => {
      expect(plainState(shape, state)).toEqual(shown(states.get(tick) as Uint8Array));
      seen.push(tick);
    });
    const last = Math.max(...states.keys());
    expect([room.status, room.seat, room.tick]).toEqual(['live', undefined, 1]);
    const dice = new Dice(6);
    for (const speed of [0.5, 1, 2, 4, 8]) {
      const tick = 1 + dice.below(last - 340);
      playback.seek(tick);
      expect([room.tick, room.moment()]).toEqual([tick, tick]);
      playback.speed = speed;
      const before = seen.length;
      playback.play();
      vi.advanceTimersByTime(2_010);
      playback.pause();
      const made = seen.slice(before);
      expect(made).toEqual(made.map((_tick, i) => tick + 1 + i));
      // The tick that it is on its way to, whatever the speed.
      expect(made.length).toBe(Math.floor(2.01 * speed * room.tickRate) + 1);
      const { moment } = playback;
      vi.advanceTimersByTime(5_000);
      expect([playback.moment, seen.length]).toEqual([moment, before + made.length]);
    }
  });

  test('holds nothing but what a spectator was sent', async () => {
    const { bytes, seed } = await live(game, 13, 250);
    const { welcome, stretches, head } = readRecording(bytes);
    expect(head).toEqual({
      game: game.name,
      run: expect.stringMatching(/^[0-9a-z]{8}$/),
      tickRate: expect.any(Number),
      options: expect.any(Object),
      rulesVersion: game.rulesVersion,
      watchHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      layoutHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      beganAt: 1_000,
    });
    const said = [welcome];
    for (const stretch of stretches) {
      said.push(...unpackMessages(inflateRawSync(stretch.deflated), stretch));
    }
    const reel = await Reel.open(game, bytes);
    expect([reel.welcome.seat, reel.welcome.token]).toEqual([undefined, undefined]);
    const all = Buffer.concat(said);
    for (const token of seed) expect(all.includes(Buffer.from(token))).toBe(false);
    // Every other message is one that a mirror takes: it has no place for what is hidden.
    const mirror = new Mirror(reel.blueprint.layout);
    for (const message of said.slice(1)) readServerMessage(message, reel.blueprint, mirror);
    for (const { hidden, offset, bytes: size } of reel.blueprint.layout.root.leaves) {
      if (hidden)
        expect(mirror.memory.u8.subarray(offset, offset + size)).toEqual(new Uint8Array(size));
    }
  });
});

describe('a recording', () => {
  test('of a private room does not name it', async () => {
    const { bytes, room } = await live(cards, 1, 20, 'private');
    expect(room).toMatch(/^p-/);
    const reel = await Reel.open(cards, bytes);
    expect(reel.welcome.room).toBe('');
    expect(Buffer.from(bytes).includes(room)).toBe(false);
  });

  test('with one byte flipped, or cut off, anywhere is refused with its place', async () => {
    const { bytes } = await live(cards, 2, 260);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      expect(codeOf(() => readRecording(flipped))).toMatch(
        at < 10 ? /^RECORDING_FORMAT$/ : /^RECORDING_DAMAGED: .* at byte \d+$/,
      );
      const cut = bytes.slice(0, at);
      expect(codeOf(() => readRecording(cut))).toMatch(/^RECORDING_(?:FORMAT|DAMAGED)/);
    }
    await expect(loadPlayback(cards, bytes.slice(0, -1))).rejects.toMatchObject({
      code: 'RECORDING_DAMAGED',
    });
  });

  test('outlives a change of rules and inputs; other schemas are refused', async () => {
    const { bytes, states } = await live(arena, 3, 60);
    const { definition } = arena;
    const changed = (name: string, change: Partial<AnyGame['definition']>): AnyGame => ({
      ...arena,
      name,
      rulesVersion: 99,
      hash: 'another',
      definition: { ...definition, tickRate: 3, ...change },
    });
    const other = changed('arena', { step: () => {}, inputs: {} });
    const reel = await Reel.open(other, bytes);
    expect(reel.blueprint.tickRateHz).toBe(20);
    expect(Buffer.compare(bytesOf(reel, reel.snapshot(40)), states.get(40) as Uint8Array)).toBe(0);
    for (const game of [
      cards,
      changed('arena', { events: {} }),
      changed('arena', { options: { ...definition.options, more: u8 } }),
      changed('arena', { state: { total: u8 } }),
    ]) {
      await expect(Reel.open(game, bytes)).rejects.toMatchObject({ code: 'RECORDING_GAME' });
    }
  });

  test('is left as a room is, and plays from the beginning when it was at its end', async () => {
    const { bytes } = await live(cards, 4, 30);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const playback = await loadPlayback(cards, bytes);
    const told: boolean[] = [];
    playback.onChange(() => told.push(playback.isPlaying));
    playback.seek(1e9);
    expect(playback.room.tick).toBe(playback.lastTick);
    playback.play();
    expect([playback.isPlaying, playback.room.tick]).toEqual([true, playback.firstTick + 1]);
    vi.advanceTimersByTime(60_000);
    expect([playback.isPlaying, playback.room.tick, told.at(-1)]).toEqual([
      false,
      playback.lastTick,
      false,
    ]);
    expect(playback.room.send('draw')).toBe(false);
    await playback.room.leave();
    expect(playback.room.status).toBe('closed');
    playback.play();
    playback.seek(1);
    expect([playback.isPlaying, playback.room.tick]).toEqual([false, playback.lastTick]);
  });
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return code === 'RECORDING_DAMAGED' ? `${code}: ${message}` : code;
  }
  return 'nothing';
}
