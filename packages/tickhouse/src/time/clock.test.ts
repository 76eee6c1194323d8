// The rules that `clock.ts` keeps.

import { describe, expect, it } from 'vitest';
import { type Clock, delayMsMax, systemClock } from './clock.ts';
import { ManualClock } from './manual-clock.ts';

const clocks: [string, () => Clock][] = [
  ['systemClock', systemClock],
  ['ManualClock', () => new ManualClock()],
];

describe.each(clocks)('the contract of a clock: %s', (_name, make) => {
  it.each([-1, Number.NaN, Infinity, delayMsMax + 1])('refuses a delay of %s ms', (delayMs) => {
    expect(() => make().after(delayMs, () => {})).toThrow(
      expect.objectContaining({ code: 'TIME_ARGUMENT' }),
    );
  });

  it.each([Number.NaN, Infinity])('refuses a deadline %s ms from now', (delayMs) => {
    const clock = make();
    expect(() => clock.at(clock.now() + delayMs, () => {})).toThrow(
      expect.objectContaining({ code: 'TIME_ARGUMENT' }),
    );
  });

  it('takes the longest delay, and takes it back', () => {
    const cancel = make().after(delayMsMax, () => expect.unreachable());
    cancel();
    cancel();
  });

  it('runs no callback before `after` has returned', () => {
    let ran = false;
    const clock = make();
    const run = () => {
      ran = true;
    };
    const cancels = [clock.after(0, run), clock.at(clock.now() - 1, run)];
    expect(ran).toBe(false);
    for (const cancel of cancels) cancel();
  });
});

describe('systemClock', () => {
  it('runs timers in the order of their deadlines, and its time moves on', async () => {
    const clock = systemClock();
    const startMs = clock.now();
    const ran: string[] = [];
    const cancel = clock.after(1, () => ran.push('cancelled'));
    await new Promise<void>((resolve) => {
      clock.after(20, () => {
        ran.push('second');
        resolve();
      });
      clock.at(clock.now() + 1, () => ran.push('first'));
      cancel();
    });
    expect(ran).toEqual(['first', 'second']);
    expect(clock.now() - startMs).toBeGreaterThan(18);
  });
});
