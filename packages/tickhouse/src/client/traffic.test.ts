// Bytes per second, with given times.

import { describe, expect, test } from 'vitest';
import { Traffic } from './traffic.ts';

describe('bytes per second', () => {
  test('are those of an even stream, within a few percent', () => {
    const traffic = new Traffic();
    for (let ms = 0; ms < 20_000; ms += 50) traffic.add(ms, 30);
    expect(traffic.perSecond(20_000)).toBeGreaterThan(570);
    expect(traffic.perSecond(20_000)).toBeLessThan(630);
  });

  test('fall towards 0 in silence, and never rise in it', () => {
    const traffic = new Traffic();
    traffic.add(1_000, 4_000);
    const rates = [1_000, 2_000, 3_000, 9_000, 60_000].map((ms) => traffic.perSecond(ms));
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(rates[0]).toBe(2_000);
    expect(rates.at(-1)).toBeLessThan(1e-6);
  });

  test('bear a clock that stands still', () => {
    const traffic = new Traffic();
    traffic.add(5_000, 8);
    traffic.add(5_000, 8);
    expect(traffic.perSecond(5_000)).toBe(8);
  });
});
