// A fixture with as many seats as hundreds of players need, at a pace that lets all of them come
// between two ticks.

import { defineGame, table, text, u16, u32 } from '../../../packages/tickhouse/src/index.ts';

export const crowd = defineGame({
  name: 'crowd',
  rulesVersion: 1,
  tickRate: 0.5,
  seats: 255,
  player: { name: text(8) },
  inputs: {},
  state: { beats: u32, people: table(255, { name: text(8), luck: u16 }) },
  join({ state, player, random }) {
    const person = state.people.addAt(player.seat);
    person.name = player.name;
    person.luck = random.int(65_536);
  },
  leave({ state, player }) {
    const person = state.people.at(player.seat);
    if (person) state.people.remove(person);
  },
  step({ state }) {
    state.beats += 1;
  },
});
