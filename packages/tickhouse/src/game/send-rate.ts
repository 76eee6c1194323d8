// After which ticks a room sends. It follows from the tick's number alone, so that a room that was
// brought back, and everybody else who knows the rates, has the same answer.

import type { Blueprint } from './blueprint.ts';

type Rates = Pick<Blueprint, 'tickRateHz' | 'sendRateHz'>;

export function sendsAt({ tickRateHz, sendRateHz }: Rates, tick: number): boolean {
  // What is divided by itself again need not come out whole.
  if (sendRateHz === tickRateHz) return true;
  const sent = (ticks: number): number => Math.floor((ticks * sendRateHz) / tickRateHz);
  return sent(tick) !== sent(tick - 1);
}

/** From one sending to the next there are never more ticks, however the rates round. */
export function ticksPerSendMax({ tickRateHz, sendRateHz }: Rates): number {
  return sendRateHz === tickRateHz ? 1 : Math.floor(tickRateHz / sendRateHz) + 1;
}
