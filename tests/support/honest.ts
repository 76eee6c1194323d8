// An honest player, whose game must go on whatever others do.

import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { connect, type RoomOf } from '../../packages/tickhouse/src/client/index.ts';
import { counting } from './counting-game.ts';

export type CountingRoom = RoomOf<typeof counting>;

/** A room of any game, as far as its ticks go. */
interface Ticking {
  onTick(listener: () => void): () => void;
}

/** Resolves at the first tick of which this is true, the present one included. */
export function until<R extends Ticking>(room: R, isTrue: (room: R) => unknown): Promise<void> {
  return new Promise((resolve) => {
    const done = room.onTick(() => {
      if (!isTrue(room)) return;
      done();
      resolve();
    });
    if (isTrue(room)) {
      done();
      resolve();
    }
  });
}

/** Resolves at the first event that fits. */
export function whenStatus(room: CountingRoom, wanted: CountingRoom['status']): Promise<string> {
  return new Promise((resolve) => {
    const done = room.onStatus((status, reason) => {
      if (status !== wanted) return;
      done();
      resolve(reason?.code ?? '');
    });
  });
}

/** The visible state, as plain values. */
export function plain({ state, tick }: CountingRoom): unknown {
  const players = [...state.players].map(({ slot, name, sum, present }) => ({
    slot,
    name,
    sum,
    present,
  }));
  return { tick, total: state.total, taken: state.taken, players };
}

/**
 * Ticks go on, an input counts, and what this player has pieced together from deltas equals what a
 * newcomer is sent whole.
 */
export async function expectToPlayOn(room: CountingRoom, url: string): Promise<void> {
  const { total } = room.state;
  expect(room.send('add', { amount: 1 })).toBe(true);
  await until(room, ({ state }) => state.total > total);
  const seen = new Map<number, unknown>();
  const stop = room.onTick(({ tick }) => seen.set(tick, plain(room)));
  const newcomer = await connect(url, { WebSocket }).watch(counting, { room: room.id });
  const { tick } = newcomer;
  const whole = plain(newcomer);
  await until(room, () => room.tick >= tick);
  stop();
  expect(seen.get(tick)).toEqual(whole);
  await newcomer.leave();
}
