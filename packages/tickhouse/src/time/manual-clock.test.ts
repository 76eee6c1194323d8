// The rules that `manual-clock.ts` keeps.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from './manual-clock.ts';

describe('ManualClock', () => {
  it('runs timers by deadline, then by insertion, each at its own deadline', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }), (delays) => {
        const clock = new ManualClock(100);
        const ran: { delay: number; index: number; at: number }[] = [];
        delays.forEach((delay, index) => {
          clock.after(delay, () => ran.push({ delay, index, at: clock.now() }));
        });
        clock.advance(20);
        const expected = delays
          .map((delay, index) => ({ delay, index, at: 100 + delay }))
          .sort((a, b) => a.delay - b.delay || a.index - b.index);
        expect(ran).toEqual(expected);
        expect(clock.now()).toBe(120);
        expect(clock.pending).toBe(0);
      }),
    );
  });

  it('advancing in parts runs what advancing at once runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 })),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }),
        (delays, parts) => {
          const run = (turns: number[]) => {
            const clock = new ManualClock();
            const ran: number[] = [];
            delays.forEach((delay, index) => {
              clock.after(delay, () => ran.push(index));
            });
            for (const ms of turns) clock.advance(ms);
            return ran;
          };
          expect(run(parts)).toEqual(run([parts.reduce((sum, ms) => sum + ms, 0)]));
        },
      ),
    );
  });

  it('runs timers that timers set, when they fall due within the window', () => {
    const clock = new ManualClock();
    const at: number[] = [];
    const again = () => {
      at.push(clock.now());
      clock.after(10, again);
    };
    clock.after(10, again);
    clock.advance(35);
    expect(at).toEqual([10, 20, 30]);
    expect(clock.pending).toBe(1);
  });

  it('does not run a cancelled timer, nor mind a second cancel', () => {
    const clock = new ManualClock();
    const ran: string[] = [];
    const cancelLate = clock.after(2, () => ran.push('late'));
    clock.after(1, () => cancelLate());
    clock.after(3, () => ran.push('other'));
    clock.advance(5);
    cancelLate();
    expect(ran).toEqual(['other']);
  });

  it('never runs backwards when a timer advances it', () => {
    const clock = new ManualClock();
    const at: number[] = [];
    clock.after(1, () => clock.advance(100));
    clock.after(2, () => at.push(clock.now()));
    clock.advance(5);
    expect(at).toEqual([2]);
    expect(clock.now()).toBe(101);
  });

  it('lets the throw of a timer out and keeps the later timers', () => {
    const clock = new ManualClock();
    let ran = false;
    clock.after(1, () => {
      throw new Error('boom');
    });
    clock.after(2, () => {
      ran = true;
    });
    expect(() => clock.advance(5)).toThrow('boom');
    expect(clock.now()).toBe(1);
    clock.advance(1);
    expect(ran).toBe(true);
  });

  it('advanceAsync lets promises settle between timers', async () => {
    const clock = new ManualClock();
    const at: number[] = [];
    const sleep = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
    const walk = async () => {
      for (let step = 0; step < 3; step++) {
        await Promise.resolve();
        await sleep(10);
        at.push(clock.now());
      }
    };
    const walked = walk();
    await clock.advanceAsync(100);
    await walked;
    expect(at).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(100);
  });

  it.each([-1, Number.NaN, Infinity])('refuses to advance by %s', async (ms) => {
    const clock = new ManualClock();
    expect(() => clock.advance(ms)).toThrow(expect.objectContaining({ code: 'TIME_ARGUMENT' }));
    await expect(clock.advanceAsync(ms)).rejects.toMatchObject({ code: 'TIME_ARGUMENT' });
  });

  it('refuses to start at a time that is not finite', () => {
    expect(() => new ManualClock(Number.NaN)).toThrow(
      expect.objectContaining({ code: 'TIME_ARGUMENT' }),
    );
  });
});
