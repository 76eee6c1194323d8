// Bytes per second, with given times.

import { describe, expect, test } from 'vitest';
import { Traffic } from './traffic.ts';

describe('bytes per second', () => {
  test('are the mean of the whole seconds before this one', () => {
    const traffic = new Traffic();
    for (let ms = 0; ms < 10_000; ms += 50) traffic.add(ms, 30);
    expect(traffic.perSecond(9_999)).toBe(600);
    expect(traffic.perSecond(10_000)).toBe(600);
  });

  test('do not count the second under way', () => {
    const traffic = new Traffic();
    traffic.add(7_100, 4_000);
    expect(traffic.perSecond(7_900)).toBe(0);
    expect(traffic.perSecond(8_000)).toBe(1_000);
  });

  test('fall to 0 after silence, short or long', () => {
    const traffic = new Traffic();
    traffic.add(1_000, 4_000);
    expect(traffic.perSecond(3_000)).toBe(1_000);
    expect(traffic.perSecond(6_000)).toBe(0);
    traffic.add(6_000, 4_000);
    expect(traffic.perSecond(1e9)).toBe(0);
  });

  test('bear a clock that stands still', () => {
    const traffic = new Traffic();
    traffic.add(5_000, 8);
    traffic.add(4_000, 8);
    expect(traffic.perSecond(6_000)).toBe(4);
  });
});
