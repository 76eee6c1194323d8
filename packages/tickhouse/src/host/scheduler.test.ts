// One timer for all rooms: each at its own rate, spread over its period, late ones caught up or given
// up.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter } from '../../../../tests/support/games/counter.ts';
import { createHouse } from '../testing/index.ts';
import { Lateness, ManualClock } from '../time/index.ts';
import { type Scheduled, Scheduler } from './scheduler.ts';

interface Noted extends Scheduled {
  readonly at: number[];
}

/** Rooms of different groups do not tick together, unless a test asks for that. */
function made(groupGapMs = 0.001) {
  const clock = new ManualClock(1_000);
  const lateness = new Lateness();
  let wakes = 0;
  const scheduler = new Scheduler(clock, lateness, () => wakes++, groupGapMs);
  const add = (rateHz: number, step: () => unknown = () => {}): Noted => {
    const at: number[] = [];
    const scheduled = {
      rateHz,
      at,
      step: () => {
        at.push(clock.now());
        step();
      },
    };
    scheduler.add(scheduled);
    return scheduled;
  };
  return { clock, lateness, scheduler, add, wakes: () => wakes };
}

describe('a scheduler', () => {
  test('runs each at its own rate, without drift', () => {
    const { clock, add } = made();
    const rates = [1, 7, 20, 30, 60, 144];
    const all = rates.map((rate) => add(rate));
    clock.advance(10_000);
    for (const { at, rateHz } of all) {
      expect(Math.abs(at.length - 10 * rateHz)).toBeLessThanOrEqual(1);
      const [first = 0] = at;
      for (const [i, ms] of at.entries()) {
        expect(ms).toBeCloseTo(first + (i * 1000) / rateHz, 6);
      }
    }
  });

  test('spreads those of one rate evenly over their period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), (count) => {
        const { clock, add } = made();
        const all = Array.from({ length: count }, () => add(20));
        clock.advance(60);
        const phases = all.map(({ at }) => (at[0] ?? 0) % 50).sort((a, b) => a - b);
        const [least = 0] = phases;
        const gaps = phases.map((phase, i) => (phases[i + 1] ?? least + 50) - phase);
        expect(Math.max(...gaps)).toBeLessThan((50 / count) * 2.7);
        expect(Math.min(...gaps)).toBeGreaterThan((50 / count) * 0.35);
      }),
    );
  });

  test('lets those of one group tick in one wake, the groups evenly filled', () => {
    const { clock, add, wakes } = made(10);
    clock.advance(3);
    const all = Array.from({ length: 25 }, () => add(20));
    clock.advance(20);
    all.push(...Array.from({ length: 25 }, () => add(20)));
    clock.advance(980);
    const groups = new Map<number, number>();
    const at = all.flatMap((one) => one.at);
    for (const ms of at) groups.set(ms % 50, (groups.get(ms % 50) ?? 0) + 1);
    expect([...groups.keys()].sort((a, b) => a - b)).toEqual([0, 10, 20, 30, 40]);
    for (const count of groups.values()) expect(count / at.length).toBeCloseTo(0.2, 1);
    expect(wakes()).toBe(100);
  });

  test('has groups of each rate by itself, one at least', () => {
    const { clock, add } = made(10);
    const [quick, slow] = [add(200), add(3)];
    clock.advance(9_999);
    expect([quick.at.length, slow.at.length]).toEqual([2_000, 30]);
  });

  test('has one timer, and none when there is nothing to run', () => {
    const { clock, add, scheduler } = made();
    expect(clock.pending).toBe(0);
    const all = [1, 20, 60].map((rate) => add(rate));
    expect(clock.pending).toBe(1);
    clock.advance(1_234);
    expect(clock.pending).toBe(1);
    for (const one of all) scheduler.remove(one);
    clock.advance(2_000);
    expect(clock.pending).toBe(0);
  });

  test('catches up what a slow step held back, each step at its number', () => {
    const { clock, add, lateness } = made();
    const slow = slowOnce(clock, 180);
    const one = add(20, () => one.at.length === 3 && slow());
    clock.advance(100);
    clock.advance(0);
    expect(one.at).toEqual([1_000, 1_050, 1_100, 1_280, 1_280, 1_280]);
    expect(lateness.read()).toMatchObject({ skipped: 0, maxMs: 130 });
    clock.advance(1_000);
    expect(one.at.slice(6, 8)).toEqual([1_300, 1_350]);
  });

  test('gives up what a long stall left behind, counts it, and keeps its grid', () => {
    const { clock, add, lateness } = made();
    const slow = slowOnce(clock, 10_010);
    const one = add(20, () => one.at.length === 3 && slow());
    clock.advance(100);
    clock.advance(0);
    expect(one.at).toEqual([1_000, 1_050, 1_100, ...Array(5).fill(11_110)]);
    expect(lateness.read().skipped).toBe(195);
    clock.advance(100);
    expect(one.at.slice(8)).toEqual([11_150, 11_200]);
  });

  test('lets no slow one keep the others from their steps', () => {
    const { clock, add } = made();
    const slow = add(20, () => clock.advance(40));
    const quick = add(20);
    clock.advance(2_000);
    expect(slow.at.length).toBeGreaterThan(35);
    expect(quick.at.length).toBeGreaterThan(35);
  });

  test('says that a wake is over once, after all steps that were due in it', () => {
    const { clock, add, wakes } = made();
    const slow = slowOnce(clock, 180);
    const one = add(20, () => one.at.length === 1 && slow());
    clock.advance(0);
    clock.advance(0);
    expect([one.at.length, wakes()]).toEqual([4, 2]);
  });

  test('may be changed by a step: removed ones run no more, added ones begin', () => {
    const { clock, add, scheduler } = made();
    const added: Noted[] = [];
    const slow = slowOnce(clock, 200);
    const one = add(20, () => {
      if (one.at.length === 1) slow();
      else {
        scheduler.remove(one);
        added.push(add(20));
      }
    });
    clock.advance(0);
    clock.advance(0);
    // Three more were due at once: the first of them removed it.
    expect(one.at).toHaveLength(2);
    clock.advance(500);
    expect([one.at.length, added.length, added[0]?.at.length]).toEqual([2, 1, 10]);
  });

  test('goes on with all others, and with it, where one throws', () => {
    const { clock, add } = made(1_000);
    const one = add(20);
    const two = add(20, () => {
      if (two.at.length === 3) throw new Error('a bug');
    });
    const three = add(20);
    const four = add(33);
    expect(() => clock.advance(1_000)).toThrow('a bug');
    clock.advance(3_000 - clock.now());
    for (const { at, rateHz } of [one, two, three, four]) {
      expect(Math.abs(at.length - 2 * rateHz)).toBeLessThanOrEqual(1);
    }
  });

  test('stops from within a step, and for good', () => {
    const { clock, add, scheduler } = made();
    const one = add(20, () => scheduler.stop());
    const two = add(20);
    clock.advance(1_000);
    expect([one.at.length, two.at.length, clock.pending]).toEqual([1, 0, 0]);
  });
});

describe('a house', () => {
  test('spreads its rooms over the groups of a period', () => {
    const house = createHouse({ games: [counter] });
    const clients = Array.from({ length: 10 }, (_, i) =>
      house.join(counter, {}, { room: `r${i}` }),
    );
    const at = new Map<string, number>();
    for (const client of clients) {
      client.onTick = () => at.set(client.room.id, house.clock.now());
    }
    house.advance(50);
    expect(at.size).toBe(10);
    expect(new Set(at.values()).size).toBeGreaterThan(5);
  });

  test('tells how late ticks began, over all rooms, and how many it gave up', () => {
    const house = createHouse({ games: [counter] });
    const one = house.join(counter, {});
    house.advance(100);
    expect(house.host.lateness).toMatchObject({ ran: one.tick, skipped: 0, maxMs: 0 });
    const slow = slowOnce(house.clock, 1_000);
    one.onTick = slow;
    house.advance(50);
    house.advance(0);
    expect(house.host.lateness).toMatchObject({ skipped: 15, maxMs: 950 });
    expect(one.tick).toBe(one.room.tick);
  });
});

/** What keeps the process busy for so long, once: timers that fall due run when it is over. */
function slowOnce(clock: ManualClock, ms: number): () => void {
  let left = ms;
  return () => {
    const now = left;
    left = 0;
    clock.advance(now);
  };
}
