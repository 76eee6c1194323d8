// The shown moment runs evenly whatever the jitter of messages.
import { expect, test } from 'vitest';
import { Glide } from './glide.ts';

const tickRate = 8;
const tickMs = 1000 / tickRate;
const frameMs = 1000 / 60;

/** Frames of four seconds; a tick arrives at its time plus what `late` says. */
function frames(late: (tick: number) => number): number[] {
  const glide = new Glide();
  const shown: number[] = [];
  let tick = 0;
  let arrivedMs = 0;
  for (let nowMs = 0; nowMs < 4_000; nowMs += frameMs) {
    while ((tick + 1) * tickMs + late(tick + 1) <= nowMs) {
      tick++;
      arrivedMs = tick * tickMs;
    }
    // As the client tells it: kept within the tick.
    const progress = Math.min(1, Math.max(0, (nowMs - arrivedMs) / tickMs));
    shown.push(tick - glide.behind({ tick, tickRate }, progress, nowMs));
  }
  return shown;
}

test.each([
  ['none', () => 0],
  ['10 ms to and fro', (tick: number) => (tick % 2 === 0 ? 10 : -10)],
  ['one in five 12 ms late', (tick: number) => (tick % 5 === 0 ? 12 : 0)],
] as const)('jitter %s: every frame moves by nearly the same', (_name, late) => {
  const shown = frames(late).slice(90);
  const step = frameMs / tickMs;
  const moves = shown.slice(1).map((at, i) => at - (shown[i] as number));
  expect(Math.min(...moves)).toBeGreaterThan(step * 0.8);
  expect(Math.max(...moves)).toBeLessThan(step * 1.2);
});

test('it is never ahead of the state, nor more than two ticks behind', () => {
  const glide = new Glide();
  for (const [tick, nowMs] of [
    [0, 0],
    [1, 125],
    [9, 140],
    [9, 2_000],
    [10, 2_001],
  ] as const) {
    const behind = glide.behind({ tick, tickRate }, 0, nowMs);
    expect(behind).toBeGreaterThanOrEqual(0);
    expect(behind).toBeLessThanOrEqual(2);
  }
});
