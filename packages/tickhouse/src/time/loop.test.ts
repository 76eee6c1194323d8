// The rules that `loop.ts` keeps.

import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { Loop } from './loop.ts';
import { ManualClock } from './manual-clock.ts';

describe('Loop', () => {
  it('steps at its rate, the first time one period after its start', async () => {
    const clock = new ManualClock(1000);
    const at: number[] = [];
    const loop = Loop.start({ clock, rateHz: 4, step: () => at.push(clock.now()) });
    clock.advance(1000);
    expect(at).toEqual([1250, 1500, 1750, 2000]);
    loop.stop();
    await loop.done;
  });

  it('has run exactly rate × n steps after n whole seconds, none of them late', () => {
    for (const rateHz of [15, 30, 49, 60]) {
      const clock = new ManualClock();
      let steps = 0;
      const loop = Loop.start({ clock, rateHz, step: () => steps++ });
      for (let second = 1; second <= 300; second++) {
        clock.advance(1000);
        expect(steps).toBe(second * rateHz);
      }
      expect(loop.lateness.read()).toMatchObject({ ran: steps, skipped: 0, maxMs: 0 });
      loop.stop();
    }
  });

  it('numbers its ticks from 0, without holes where steps were skipped', () => {
    const clock = new ManualClock();
    const ticks: number[] = [];
    const loop = Loop.start({
      clock,
      rateHz: 100,
      catchUpMax: 2,
      step: (tick) => {
        ticks.push(tick);
        if (tick === 0) clock.advance(100); // a slow step
      },
    });
    clock.advance(10);
    clock.advance(10);
    // At 110, 10 deadlines were missed: 2 were run, 8 skipped; then one at 120.
    expect(ticks).toEqual([0, 1, 2, 3]);
    expect(loop.lateness.read()).toMatchObject({ ran: 4, skipped: 8, maxMs: 90 });
    loop.stop();
  });

  it('lets other timers run between two goes, even when every step takes too long', () => {
    const clock = new ManualClock();
    let steps = 0;
    let others = 0;
    const loop = Loop.start({
      clock,
      rateHz: 100,
      step: () => {
        steps++;
        clock.after(0, () => others++);
        if (steps < 20) clock.advance(25);
        else loop.stop();
      },
    });
    clock.advance(10);
    clock.advance(1000);
    expect(steps).toBe(20);
    expect(others).toBeGreaterThan(0);
    expect(loop.lateness.read().skipped).toBeGreaterThan(0);
  });

  it('takes no further step after stop, also from within a burst, and resolves done', async () => {
    const clock = new ManualClock();
    let steps = 0;
    const loop = Loop.start({
      clock,
      rateHz: 100,
      step: () => {
        steps++;
        if (steps === 1) clock.advance(30);
        if (steps === 2) loop.stop();
      },
    });
    clock.advance(1000);
    expect(steps).toBe(2);
    expect(loop.running).toBe(false);
    expect(clock.pending).toBe(0);
    loop.stop();
    await loop.done;
  });

  it('leaves no timer behind when it is stopped from outside', async () => {
    const clock = new ManualClock();
    const loop = Loop.start({ clock, rateHz: 10, step: () => expect.unreachable() });
    loop.stop();
    expect(clock.pending).toBe(0);
    clock.advance(1000);
    await loop.done;
  });

  it('stops at a throw of its step and rejects done with what was thrown', async () => {
    const clock = new ManualClock();
    const boom = new Error('boom');
    let steps = 0;
    const loop = Loop.start({
      clock,
      rateHz: 10,
      step: () => {
        steps++;
        throw boom;
      },
    });
    clock.advance(1000);
    expect(steps).toBe(1);
    expect(loop.running).toBe(false);
    expect(clock.pending).toBe(0);
    await expect(loop.done).rejects.toBe(boom);
  });

  it('does not lose a throw that comes after stop in the same step', async () => {
    const clock = new ManualClock();
    const boom = new Error('boom');
    const loop = Loop.start({
      clock,
      rateHz: 10,
      step: () => {
        loop.stop();
        throw boom;
      },
    });
    clock.advance(100);
    await expect(loop.done).rejects.toBe(boom);
  });

  it('refuses a rate it cannot keep', () => {
    const clock = new ManualClock();
    expect(() => Loop.start({ clock, rateHz: 0, step: () => {} })).toThrow(
      expect.objectContaining({ code: 'TIME_ARGUMENT' }),
    );
    expect(clock.pending).toBe(0);
  });

  it('never steps before its deadline on the system clock, whose timers may be early', async () => {
    const clock = systemClock();
    const startMs = clock.now();
    const early: number[] = [];
    const loop = Loop.start({
      clock,
      rateHz: 300,
      step: (tick) => {
        const dueMs = startMs + ((tick + 1) * 1000) / 300; // the loop began no earlier
        if (clock.now() < dueMs) early.push(tick);
        if (tick === 29) loop.stop();
      },
    });
    await loop.done;
    expect(early).toEqual([]);
    expect(loop.lateness.read().ran).toBeGreaterThanOrEqual(30);
  });
});
