// Rooms of an earlier process whose game has changed meanwhile: taken over, closed, or kept for later.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { openKept } from '../../../../tests/support/kept-house.ts';
import { defineGame } from '../game/index.ts';
import { bool, list, text, u8, u16, u32, type View } from '../index.ts';
import { memoryStore, Replay } from '../journal/index.ts';

const cave = { room: 'cave' };

describe('rooms whose game has changed', () => {
  const grow = (state: { total: number }, by: number): void => {
    state.total += by;
  };
  const base = {
    name: 'growing',
    tickRate: 20,
    seats: 2,
    inputs: {},
    player: { name: text(8) },
  } as const;
  const before = defineGame({
    ...base,
    rulesVersion: 1,
    state: { total: u32 },
    step: ({ state }) => grow(state, 1),
  });
  const ann = { name: 'ann' };

  /** A room that made some ticks by the earlier rules. */
  async function left(choice = cave) {
    const store = memoryStore();
    const first = await openKept({ games: [before], store });
    const one = first.house.join(before, ann, choice);
    await first.advance(7_300);
    return { store, token: one.welcome.token, tick: one.tick, run: one.room.run };
  }

  test('go on from their last checkpoint, where the schema is the same', async () => {
    const { store, token, tick, run } = await left();
    const after = defineGame({
      ...base,
      rulesVersion: 2,
      state: { total: u32 },
      step: ({ state }) => grow(state, 1_000),
    });
    const second = await openKept({ games: [after], store, seed: 2 });
    const one = second.house.join(after, ann, { ...cave, token });
    await second.advance(50);
    expect(one.seat).toBe(0);
    expect(one.tick).toBeLessThanOrEqual(tick + 1);
    expect(one.tick).toBeGreaterThan(tick - 105);
    const steps = one.state.total % 1_000;
    expect(one.state.total).toBe(steps + 1_000 * (one.tick - steps));
    expect(one.tick).toBeGreaterThan(steps);
    // Another course: its effects must not have the names of the earlier one's.
    expect(one.room.run).not.toBe(run);
    expect(second.house.errors).toEqual([]);
  });

  test('are brought over by the author, column by column, where it is not', async () => {
    const { store, token } = await left();
    const after = defineGame({
      ...base,
      rulesVersion: 2,
      player: { name: text(8), vip: bool },
      state: { half: u32, total: u32, log: list(u8, 4) },
      step: () => {},
      migrate({ before, rulesVersion, state }) {
        const { total } = before as View<{ readonly total: typeof u32 }>;
        state.half = Math.floor(total / 2);
        state.log.push(rulesVersion);
      },
    });
    const second = await openKept({ games: [after], store });
    const one = second.house.join(after, { ...ann, vip: true }, { ...cave, token });
    await second.advance(50);
    const { total, half, log } = one.state;
    expect(one.seat).toBe(0);
    expect(total).toBeGreaterThan(50);
    expect([half, log.at(0)]).toEqual([Math.floor(total / 2), 1]);
    expect(second.house.errors).toEqual([]);
  });

  const closed = [cave, { room: 'p-0123456789' }];
  test.each(closed)(
    'are closed with a code where nobody brings them over: $room',
    async (choice) => {
      const { store, token } = await left(choice);
      const after = defineGame({ ...base, rulesVersion: 2, state: { total: u16 }, step: () => {} });
      const second = await openKept({ games: [after], store });
      expect(second.house.errors).toMatchObject([{ code: 'ROOM_RULES_CHANGED' }]);
      expect(String(second.house.errors[0])).toMatch(/growing\/.*rules 1.*migrate/);
      const back = { ...choice, token };
      expect(codeOf(() => second.house.join(after, ann, back))).toBe('ROOM_RULES_CHANGED');
      // Whoever was not there before gets a new room of that name: a link to it is good still.
      const other = second.house.join(after, ann, choice);
      await second.advance(100);
      expect(other.tick).toBeLessThan(4);
      const third = await openKept({ games: [after], store });
      expect(third.house.errors).toEqual([]);
    },
  );

  test('a room that cannot be made again is lost: told, its replay kept, the others back', async () => {
    const store = memoryStore();
    const first = await openKept({ games: [before], store });
    for (const room of ['cave', 'hall']) first.house.join(before, ann, { room });
    await first.advance(1_500);
    // The same names and numbers, other rules: an author who forgot rulesVersion.
    const forgot = defineGame({
      ...base,
      rulesVersion: 1,
      state: { total: u32 },
      step: ({ state, tick }) => grow(state, tick === 20 ? 2 : 1),
    });
    const kept: string[] = [];
    const keepReplay = (name: string, bytes: Uint8Array): string => {
      expect(new Replay(bytes, before).lastTick).toBeGreaterThan(20);
      kept.push(name);
      return `replays/${name}`;
    };
    const second = await openKept({ games: [forgot, counter], store, keepReplay });
    expect(second.house.errors).toMatchObject([{ code: 'ROOM_LOST' }, { code: 'ROOM_LOST' }]);
    expect(String(second.house.errors[0])).toMatch(/REPLAY_DIFFERS|not what it was/);
    expect(kept).toHaveLength(2);
    const third = await openKept({ games: [forgot], store });
    expect([third.house.errors, third.house.host.roomCount]).toEqual([[], 0]);
  });
});
