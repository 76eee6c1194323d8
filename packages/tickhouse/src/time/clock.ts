// What time is, to everything that waits: a monotonic reading and a one-shot timer. It stands apart
// so that whoever waits can be given a clock that a test turns by hand.

import { TickhouseError } from '../errors.ts';

/** Takes back a timer. Harmless when the timer has run or was taken back before. */
export type Cancel = () => void;

/**
 * A source of time. Every part that waits is given one; none reads the time elsewhere.
 *
 * Timers of the platform count whole milliseconds, so a callback may be late and even a little
 * (below 1 ms) early: who keeps a deadline compares it with `now()`. None runs before `at` or
 * `after` returns.
 */
export interface Clock {
  /** Milliseconds since an arbitrary origin; fractional, never running backwards. */
  now(): number;
  /**
   * Calls `callback` once, when `now()` has come to `deadlineMs`; as soon as possible when it has
   * already. For who keeps a grid of deadlines: `now() + (deadline - now())` may round to another
   * number.
   * @param deadlineMs at most `delayMsMax` from now; may be fractional.
   * @throws TIME_ARGUMENT when `deadlineMs` is too far off or not a number.
   */
  at(deadlineMs: number, callback: () => void): Cancel;
  /**
   * Calls `callback` once, when `delayMs` have passed.
   * @param delayMs 0 to `delayMsMax`; may be fractional.
   * @throws TIME_ARGUMENT when `delayMs` is out of range or not a number.
   */
  after(delayMs: number, callback: () => void): Cancel;
}

/** The longest delay, about 24.8 days: beyond 2³¹ − 1 `setTimeout` fires at once instead. */
export const delayMsMax: number = 2 ** 31 - 1;

/** Throws TIME_ARGUMENT unless `delayMs` is within 0 to `delayMsMax`. */
export function checkDelay(delayMs: number): void {
  if (delayMs >= 0 && delayMs <= delayMsMax) return;
  throw new TickhouseError(
    'TIME_ARGUMENT',
    `delayMs must be 0 to ${delayMsMax}, got ${delayMs}; chain shorter timers for a longer wait`,
  );
}

/** The platform's clock: `performance.now` and `setTimeout`. A pending timer keeps Node alive. */
export function systemClock(): Clock {
  const now = (): number => performance.now();
  const after = (delayMs: number, callback: () => void): Cancel => {
    checkDelay(delayMs);
    // Node truncates 16.67 to 16: it would wake early, only to wait once more.
    const timer = setTimeout(callback, Math.ceil(delayMs));
    return () => clearTimeout(timer);
  };
  return {
    now,
    at: (deadlineMs, callback) => after(Math.max(0, deadlineMs - now()), callback),
    after,
  };
}
