// The game of the fan-out bench: the world of the state bench with a player behind each snake. A tick
// moves every snake a cell in the heading that its player chose last, with wrap-around, and with
// probability 1/64 adds 1 to 9 to its score. All contenders play this, each in its own idiom.

import { columnSteps, height, placements, rowSteps, width } from '../state/world.mjs';

export {
  columnSteps,
  height,
  placements,
  randomFrom,
  rowSteps,
  seed,
  width,
} from '../state/world.mjs';

export const tickRateHz = 20;
export const tickMs = 1000 / tickRateHz;

/** One draw a snake and tick: bits 26–31 all zero (1/64): 1 + (bits 16–25) mod 9 points, else none. */
export const pointsOf = (draw) => (draw >>> 26 === 0 ? 1 + (((draw >>> 16) & 1023) % 9) : 0);

/** Rooms tick together in so many groups of a period, as those of tickhouse do. */
const groups = 10;

/**
 * When a room ticks first, in ms on the clock of `nowMs`: multiples of the golden ratio spread any number
 * of rooms over the groups.
 */
export function firstTickMs(room, nowMs) {
  const phase = (room * 0.6180339887498949) % 1;
  return (Math.ceil((nowMs / tickMs + phase) * groups) * tickMs) / groups;
}

export function ahead(cell, heading) {
  const x = ((cell % width) + columnSteps[heading] + width) % width;
  const y = (Math.floor(cell / width) + rowSteps[heading] + height) % height;
  return y * width + x;
}

export const snakesOf = (count) => placements().slice(0, count);
