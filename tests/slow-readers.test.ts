// Readers slower than their room, on real sockets whose buffers fill: what one of them costs the server
// is bounded, and who reads on has exactly the state. Others play on all the while.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { closeCodes, messageType } from '../packages/tickhouse/src/wire/index.ts';
import { frameBytes } from './support/frames.ts';
import { grains, tickBytesMax } from './support/games/storm.ts';
import { until } from './support/honest.ts';
import { say } from './support/raw-client.ts';
import {
  bufferedBytesMax,
  openStorm,
  pausable,
  portOf,
  type RawPlayer,
  type StormRoom,
} from './support/storm-house.ts';

const seatBytesMax = bufferedBytesMax + tickBytesMax;

function sandOf({ state }: StormRoom): number[] {
  return Array.from({ length: grains }, (_, i) => state.sand.at(i) as number);
}

/** Resolves when the room has made so many more ticks, as who reads everything hears them. */
function ticksOn(room: StormRoom, ticks: number): Promise<void> {
  const { tick } = room;
  return until(room, () => room.tick >= tick + ticks);
}

/** Bytes that are in use once all that is not has been collected. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A player who has the room's state and then reads nothing more. */
async function stalled(player: RawPlayer): Promise<RawPlayer> {
  await player.until(() => player.read().replica.tick > 0);
  player.socket.pause();
  return player;
}

describe('seats that read nothing', () => {
  test('hold no more than the limit and a message each, however long the room plays', async () => {
    const { end, errors, healthy, rawPlayer } = await openStorm();
    const ann = await healthy();
    const players = await Promise.all(Array.from({ length: 30 }, () => stalled(rawPlayer())));
    const ends = players.map(({ socket }) => end(socket.localPort));
    const unsent = (): number[] => ends.map(({ writableLength }) => writableLength);
    let most = 0;
    ann.onTick(() => {
      most = Math.max(most, ...unsent());
    });
    const before = bytesInUse();
    await until(ann, () => unsent().every((bytes) => bytes > bufferedBytesMax));
    const full = bytesInUse();
    const held = unsent();
    await ticksOn(ann, 200);
    const later = bytesInUse();
    const perSeat = (bytes: number): string => `${Math.round(bytes / 30 / 1000)} kB`;
    console.log(
      `a stalled seat: ${perSeat(held.reduce((a, b) => a + b))} unsent, at most ` +
        `${Math.round(most / 1000)} kB; the process grew by ${perSeat(full - before)} a seat ` +
        `until all were behind, then by ${perSeat(later - full)} in 200 ticks`,
    );
    expect(later - full).toBeLessThan(2_000_000);
    expect(later - before).toBeLessThan(30 * seatBytesMax + 8_000_000);
    expect(most).toBeLessThanOrEqual(seatBytesMax);
    expect([ann.status, errors]).toEqual(['live', []]);
  });

  test('and stay behind are closed as tooSlow, whether they in the end read or never', async () => {
    const { end, errors, healthy, rawPlayer } = await openStorm({ tooSlowMs: 300 }, 3_000);
    const ann = await healthy();
    const players = await Promise.all([stalled(rawPlayer()), stalled(rawPlayer())]);
    const ends = players.map(({ socket }) => end(socket.localPort));
    const gone = ends.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    const [reads] = players;
    const leaves = async ({ replica, socket }: RawPlayer): Promise<void> => {
      const seat = replica.welcome?.seat as number;
      // Ann may hear of it later than the player itself.
      await until(ann, ({ state }) => state.people.at(seat)?.present === true);
      await until(ann, ({ state }) => !state.people.at(seat)?.present);
      expect(end(socket.localPort).writableLength).toBeGreaterThan(bufferedBytesMax);
    };
    await Promise.all([leaves(reads).then(() => reads.socket.resume()), leaves(players[1])]);
    await reads.until(() => reads.closeCode !== undefined);
    const { tooSlow } = closeCodes;
    expect([reads.closeCode, reads.read().replica.bye]).toEqual([tooSlow, tooSlow]);
    reads.socket.end();
    await Promise.all(gone);
    await ticksOn(ann, 10);
    expect([ann.status, errors]).toEqual(['live', []]);
  });
});

describe('who reads on after a pause', () => {
  test.each([
    ['one delta that covers what was missed', 4_000, messageType.tick],
    ['a snapshot where deltas do not reach so far', 16, messageType.snapshot],
  ])('gets %s, and then has exactly the state', async (_what, historyTicks, type) => {
    const { url, end, errors, healthy } = await openStorm({ historyTicks });
    const ann = await healthy();
    const { room, webSocket, lastType } = await pausable(url);
    const serversEnd = end(portOf(webSocket));
    const statuses: string[] = [];
    room.onStatus((status) => statuses.push(status));
    webSocket.pause();
    await until(ann, () => serversEnd.writableLength > bufferedBytesMax);
    await ticksOn(ann, 20);
    expect(serversEnd.writableLength).toBeLessThanOrEqual(seatBytesMax);

    const leaps: { ticks: number; type: number | undefined }[] = [];
    let { tick: before } = room;
    room.onTick(({ tick }) => {
      if (tick > before + 1) leaps.push({ ticks: tick - before, type: lastType() });
      before = tick;
    });
    webSocket.resume();
    await until(room, () => leaps.length > 0);
    const seen = new Map<number, number[]>();
    ann.onTick(({ tick }) => seen.set(tick, sandOf(ann)));
    await ticksOn(room, 5);
    const [tick, sand] = [room.tick, sandOf(room)];
    await until(ann, () => ann.tick >= tick);
    expect(sand).toEqual(seen.get(tick));
    expect(leaps).toMatchObject([{ type }]);
    expect([statuses, errors]).toEqual([[], []]);
  });
});

describe('who reads and never acknowledges', () => {
  test('gets nothing until it does, then what it missed, and is behind again later', async () => {
    const { errors, healthy, rawPlayer } = await openStorm({ behindMs: 300, historyTicks: 4_000 });
    const ann = await healthy();
    const player = rawPlayer();
    const { replica } = player;
    await player.until(() => player.read().replica.tick > 0);
    const [first] = replica.ticks as [number];
    // 100 ticks a second: it hears those of 300 ms.
    await until(ann, () => ann.tick > first + 60);
    expect(player.read().replica.tick).toBe(first + 30);

    // Somebody who is sent every tick in these moments has the state of each.
    const other = rawPlayer();
    const states = new Map<number, Buffer>();
    const follow = (): number =>
      other.read(({ tick, state }) => states.set(tick, state)).replica.tick;
    await other.until(() => follow() > 0);
    player.socket.write(frameBytes(say.ack(first + 30)));
    await player.until(() => player.read().replica.tick > first + 30);
    const caught = replica.tick;
    const { state } = replica;
    expect(replica.heard.filter((heard) => heard === 'tick')).toHaveLength(
      replica.ticks.length - 1,
    );
    await other.until(() => follow() >= caught);
    expect(Buffer.compare(state, states.get(caught) as Buffer)).toBe(0);

    await until(ann, () => ann.tick > caught + 60);
    expect(player.read().replica.tick).toBe(caught + 30);
    expect(errors).toEqual([]);
  });

  test('and never does is closed as tooSlow', async () => {
    const { errors, healthy, rawPlayer } = await openStorm({ behindMs: 200, tooSlowMs: 200 });
    const ann = await healthy();
    const player = rawPlayer();
    await player.until(() => player.closeCode !== undefined);
    expect([player.closeCode, player.read().replica.bye]).toEqual([
      closeCodes.tooSlow,
      closeCodes.tooSlow,
    ]);
    player.socket.end();
    await ticksOn(ann, 10);
    expect([ann.status, errors]).toEqual(['live', []]);
  });
});
