// The rules that `lateness.ts` keeps.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lateness } from './lateness.ts';

const zero = { ran: 0, skipped: 0, maxMs: 0, meanMs: 0, p50Ms: 0, p99Ms: 0 };
const times = fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1 });

function seen(lateMs: readonly number[]): Lateness {
  const lateness = new Lateness();
  for (const ms of lateMs) lateness.record(ms);
  return lateness;
}

describe('Lateness', () => {
  it('count, maximum and mean are exact', () => {
    fc.assert(
      fc.property(times, (lateMs) => {
        const stats = seen(lateMs).read();
        expect(stats.ran).toBe(lateMs.length);
        expect(stats.maxMs).toBe(Math.max(...lateMs));
        expect(stats.meanMs).toBe(lateMs.reduce((sum, ms) => sum + ms, 0) / lateMs.length);
      }),
    );
  });

  it('quantiles are never too low, and at most 9.1 % or 1/64 ms too high below 32 s', () => {
    const below = fc.array(fc.double({ min: 0, max: 32_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(below, (lateMs) => {
        const stats = seen(lateMs).read();
        const sorted = lateMs.toSorted((a, b) => a - b);
        for (const [share, read] of [
          [0.5, stats.p50Ms],
          [0.99, stats.p99Ms],
        ] as const) {
          const exact = sorted[Math.ceil(sorted.length * share) - 1] as number;
          expect(read).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
          expect(read).toBeLessThanOrEqual(Math.max(exact * 1.091, 1 / 64));
        }
      }),
    );
  });

  it('reads a quantile beyond the last bucket as the maximum', () => {
    expect(seen([40_000, 90_000]).read()).toMatchObject({ p50Ms: 90_000, p99Ms: 90_000 });
  });

  it('is all zero before the first step and after a reset', () => {
    const lateness = seen([1, 2, 3]);
    lateness.skip(4);
    expect(lateness.read()).toMatchObject({ ran: 3, skipped: 4 });
    lateness.reset();
    expect(lateness.read()).toEqual(zero);
    expect(new Lateness().read()).toEqual(zero);
  });
});
