// The time line between ticks, with given times.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Smoothing } from './smoothing.ts';

describe('progress', () => {
  test('is 1 before the first tick: there is nothing to move from', () => {
    expect(new Smoothing(10).progress(5)).toBe(1);
  });

  test('goes from 0 to 1 within a period, and waits there for a tick that is late', () => {
    const smoothing = new Smoothing(10);
    smoothing.arrived(1000, 1);
    expect([1000, 1025, 1050, 1100, 1250].map((ms) => smoothing.progress(ms))).toEqual([
      0, 0.25, 0.5, 1, 1,
    ]);
  });

  test('is 0 while the line is ahead of a tick that came early', () => {
    const smoothing = new Smoothing(10);
    smoothing.arrived(1000, 1);
    smoothing.arrived(1050, 1);
    expect(smoothing.progress(1050)).toBe(0);
    expect(smoothing.progress(1095)).toBeCloseTo(0);
    expect(smoothing.progress(1145)).toBeCloseTo(0.5);
  });

  test('follows a tick that is late by a tenth of the delay only', () => {
    const smoothing = new Smoothing(10);
    smoothing.arrived(1000, 1);
    smoothing.arrived(1130, 1);
    expect(smoothing.progress(1130)).toBeCloseTo(0.27);
  });

  test('takes several ticks in one message as so many periods', () => {
    const smoothing = new Smoothing(10);
    smoothing.arrived(1000, 1);
    smoothing.arrived(1400, 4);
    expect(smoothing.progress(1450)).toBeCloseTo(0.5);
  });

  test('begins a new line after a stall', () => {
    const smoothing = new Smoothing(10);
    smoothing.arrived(1000, 1);
    smoothing.arrived(9000, 1);
    expect(smoothing.progress(9000)).toBe(0);
    expect(smoothing.progress(9050)).toBeCloseTo(0.5);
  });

  test('is between 0 and 1, and never falls until a tick arrives', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), delays, (rateHz, gaps) => {
        const smoothing = new Smoothing(rateHz);
        let nowMs = 0;
        for (const gap of gaps) {
          smoothing.arrived(nowMs, 1);
          let last = 0;
          for (let step = 0; step <= 4; step++) {
            const progress = smoothing.progress(nowMs + (gap * step) / 4);
            expect(progress).toBeGreaterThanOrEqual(last);
            expect(progress).toBeLessThanOrEqual(1);
            last = progress;
          }
          nowMs += gap;
        }
      }),
    );
  });

  test('jitter that does not add up leaves motion even', () => {
    const smoothing = new Smoothing(20);
    const jitter = [0, 12, -9, 4, -12, 9, -4, 0];
    for (let tick = 0; tick < 400; tick++) {
      const dueMs = tick * 50;
      const nowMs = dueMs + (jitter[tick % jitter.length] ?? 0);
      smoothing.arrived(nowMs, 1);
      if (tick > 20) expect(Math.abs(smoothing.progress(dueMs + 25) - 0.5)).toBeLessThan(0.05);
    }
  });
});
