// A fixture whose every tick is large: all of its sand moves, so that the buffers of a connection that
// nobody reads are full within a moment.

import { bool, defineGame, f64, grid, table } from '../../../packages/tickhouse/src/index.ts';

const side = 64;

/** Grains of sand. */
export const grains: number = side * side;

/**
 * Bytes of a tick's message at most, its frame's head included: a grain is 64 bits and the length of
 * its run 7, and all else is less than 1,000 bytes.
 */
export const tickBytesMax: number = (grains * 71) / 8 + 1_000;

export const storm = defineGame({
  name: 'storm',
  rulesVersion: 1,
  tickRate: 100,
  seats: 64,
  inputs: {},
  state: { sand: grid(f64, side, side), people: table(64, { present: bool }) },
  join({ state, player }) {
    state.people.addAt(player.seat).present = true;
  },
  leave({ state, player }) {
    const person = state.people.at(player.seat);
    if (person) state.people.remove(person);
  },
  away({ state, player }) {
    const person = state.people.at(player.seat);
    if (person) person.present = false;
  },
  back({ state, player }) {
    const person = state.people.at(player.seat);
    if (person) person.present = true;
  },
  step({ state, tick }) {
    for (let cell = 0; cell < grains; cell++) {
      // Neighbours differ, and each cell differs from what it was.
      const grain = Math.imul(cell + tick * 4093, 0x9e3779b1) >>> 0;
      state.sand.set(cell % side, Math.floor(cell / side), grain / 3);
    }
  },
});
