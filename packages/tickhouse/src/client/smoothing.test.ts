// The moment to draw, with given times.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Smoothing } from './smoothing.ts';

const tickRate = 8;
const tickMs = 1000 / tickRate;
const frameMs = 1000 / 60;

/** Moments of the frames of four seconds; a tick arrives at its time plus what `late` says. */
function frames(late: (tick: number) => number): number[] {
  const smoothing = new Smoothing({ tickRateHz: tickRate, sendRateHz: tickRate });
  const moments: number[] = [];
  let tick = 0;
  for (let nowMs = 0; nowMs < 4_000; nowMs += frameMs) {
    for (let dueMs = 0; ; ) {
      dueMs = (tick + 1) * tickMs + late(tick + 1);
      if (dueMs > nowMs) break;
      smoothing.arrived(dueMs, ++tick);
    }
    moments.push(smoothing.moment(nowMs));
  }
  return moments;
}

test.each([
  ['none', () => 0],
  ['10 ms to and fro', (tick: number) => (tick % 2 === 0 ? 10 : -10)],
  ['one in five 12 ms late', (tick: number) => (tick % 5 === 0 ? 12 : 0)],
] as const)('jitter %s: every frame moves on by nearly the same', (_name, late) => {
  const moments = frames(late).slice(90);
  const step = frameMs / tickMs;
  const moves = moments.slice(1).map((at, i) => at - (moments[i] as number));
  expect(Math.min(...moves)).toBeGreaterThan(step * 0.8);
  expect(Math.max(...moves)).toBeLessThan(step * 1.2);
});

test('it is the state itself before the first tick, and while a tick is long overdue', () => {
  const smoothing = new Smoothing({ tickRateHz: 10, sendRateHz: 10 });
  expect(smoothing.moment(5)).toBe(0);
  smoothing.arrived(1_000, 7);
  expect(smoothing.moment(9_000)).toBe(7);
});

test('after a stall, or many ticks in one message, it is near the new state at once', () => {
  const smoothing = new Smoothing({ tickRateHz: 10, sendRateHz: 10 });
  smoothing.arrived(1_000, 7);
  smoothing.moment(1_050);
  smoothing.arrived(9_000, 87);
  expect(smoothing.moment(9_000)).toBeGreaterThanOrEqual(85);
});

test('asked twice for one frame it says the same', () => {
  const smoothing = new Smoothing({ tickRateHz: 10, sendRateHz: 10 });
  smoothing.arrived(1_000, 7);
  smoothing.moment(1_040);
  expect(smoothing.moment(1_060)).toBe(smoothing.moment(1_060));
});

test('whatever the gaps, it never goes back, nor ahead of the state, nor two ticks behind', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 240 }), gaps, (rateHz, waits) => {
      const smoothing = new Smoothing({ tickRateHz: rateHz, sendRateHz: rateHz });
      let nowMs = 0;
      let last = 0;
      waits.forEach((wait, tick) => {
        smoothing.arrived(nowMs, tick);
        for (let step = 0; step <= 4; step++) {
          const moment = smoothing.moment(nowMs + (wait * step) / 4);
          expect(moment).toBeGreaterThanOrEqual(Math.max(last, tick - 2));
          expect(moment).toBeLessThanOrEqual(tick);
          last = moment;
        }
        nowMs += wait;
      });
    }),
  );
});
