// The rules that `fixed-step.ts` keeps.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixedStep } from './fixed-step.ts';
import { Lateness } from './lateness.ts';

const schedules = fc.record({
  rateHz: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  startMs: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  catchUpMax: fc.integer({ min: 1, max: 20 }),
});
/** Steps forward in time, in periods: mostly small, at times a stall. */
const strides = fc.array(
  fc.oneof(
    fc.double({ min: 0, max: 3, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ),
  { maxLength: 50 },
);

describe('FixedStep', () => {
  it('hands out at most catchUpMax; run plus skipped are the deadlines that have passed', () => {
    fc.assert(
      fc.property(schedules, strides, (options, forward) => {
        const schedule = new FixedStep(options);
        let nowMs = options.startMs;
        let ran = 0;
        for (const periods of forward) {
          nowMs += (periods * 1000) / options.rateHz;
          const wasDue = nowMs >= schedule.dueAt;
          const steps = schedule.take(nowMs);
          ran += steps;
          expect(steps > 0).toBe(wasDue);
          expect(steps).toBeLessThanOrEqual(options.catchUpMax);
          expect(schedule.dueAt).toBeGreaterThan(nowMs);
          const stats = schedule.lateness.read();
          const passed = stats.ran + stats.skipped;
          expect(stats.ran).toBe(ran);
          expect(options.startMs + (passed * 1000) / options.rateHz).toBeLessThanOrEqual(nowMs);
          expect(options.startMs + ((passed + 1) * 1000) / options.rateHz).toBe(schedule.dueAt);
        }
      }),
    );
  });

  it('gives exactly one step at each deadline, with no lateness, and none just before', () => {
    fc.assert(
      fc.property(schedules, (options) => {
        const schedule = new FixedStep(options);
        for (let n = 1; n <= 100; n++) {
          expect(schedule.take(schedule.dueAt - 0.5 / options.rateHz)).toBe(0);
          expect(schedule.take(schedule.dueAt)).toBe(1);
        }
        expect(schedule.lateness.read()).toMatchObject({ ran: 100, skipped: 0, maxMs: 0 });
      }),
    );
  });

  it('does not drift: after 1,000,000 steps of 33.3… ms the deadline is exact', () => {
    const schedule = new FixedStep({ rateHz: 30, startMs: 7, catchUpMax: 1 });
    let steps = 0;
    for (let n = 1; n <= 1_000_000; n++) steps += schedule.take(schedule.dueAt);
    expect(steps).toBe(1_000_000);
    expect(schedule.dueAt).toBe(7 + 1_000_001_000 / 30);
  });

  it('has exactly rate × n deadlines in n seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(1e6), (rateHz, seconds) => {
        const schedule = new FixedStep({ rateHz, startMs: 0 });
        schedule.take(seconds * 1000);
        const { ran, skipped } = schedule.lateness.read();
        expect(ran + skipped).toBe(seconds * rateHz);
      }),
    );
  });

  it('is not set back by late calls: the deadline stays on the grid', () => {
    const schedule = new FixedStep({ rateHz: 100, startMs: 0 });
    for (let n = 1; n <= 1000; n++) {
      expect(schedule.take(n * 10 + 9)).toBe(1);
      expect(schedule.dueAt).toBe((n + 1) * 10);
    }
    expect(schedule.lateness.read()).toMatchObject({ maxMs: 9, meanMs: 9, p50Ms: 9, p99Ms: 9 });
  });

  it('after a stall runs 5 by default, skips the rest once, and is on time again', () => {
    const schedule = new FixedStep({ rateHz: 100, startMs: 0 });
    expect(schedule.take(1005)).toBe(5);
    expect(schedule.take(1005)).toBe(0);
    expect(schedule.take(1010)).toBe(1);
    // The oldest deadline of the stall was 10: the whole stall is seen.
    expect(schedule.lateness.read()).toMatchObject({ ran: 6, skipped: 95, maxMs: 995 });
  });

  it('answers a time that runs backwards, or is none, with 0', () => {
    const schedule = new FixedStep({ rateHz: 100, startMs: 0 });
    expect(schedule.take(25)).toBe(2);
    expect(schedule.take(5)).toBe(0);
    expect(schedule.take(Number.NaN)).toBe(0);
    expect(schedule.dueAt).toBe(30);
  });

  it('adds up many schedules in one Lateness that they share', () => {
    const lateness = new Lateness();
    for (const startMs of [0, 5]) {
      new FixedStep({ rateHz: 100, startMs, lateness, catchUpMax: 1 }).take(25);
    }
    expect(lateness.read()).toMatchObject({ ran: 2, skipped: 2, maxMs: 15 });
  });

  it.each([
    { rateHz: 0 },
    { rateHz: -1 },
    { rateHz: Number.NaN },
    { rateHz: 1_000_001 },
    { startMs: Infinity },
    { catchUpMax: 0 },
    { catchUpMax: 1.5 },
    { catchUpMax: 1001 },
  ])('refuses %o', (wrong) => {
    expect(() => new FixedStep({ rateHz: 100, startMs: 0, ...wrong })).toThrow(
      expect.objectContaining({ code: 'TIME_ARGUMENT' }),
    );
  });
});
