// The game of the server's tests: players add to one total, so that every input counts visibly.

import {
  bool,
  defineGame,
  hidden,
  oneOf,
  table,
  text,
  u8,
  u32,
} from '../../packages/tickhouse/src/index.ts';

export const counting = defineGame({
  name: 'counting',
  rulesVersion: 1,
  tickRate: ({ options }) => options.rate,
  seats: 3,
  options: { rate: u8, start: u8, open: bool, mood: oneOf('calm', 'wild', 'odd') },
  defaults: { rate: 50, start: 0, open: false, mood: 'calm' },
  player: { name: text(15) },
  inputs: { add: { amount: u8 }, feel: { mood: oneOf('calm', 'wild', 'odd') }, fail: {} },
  events: { added: { seat: u8, total: u32 } },
  effects: { noted: { total: u32 } },
  state: {
    total: u32,
    /** How many inputs counted. */
    taken: u32,
    secret: hidden(u32),
    players: table(3, { name: text(15), sum: u32, present: bool }),
  },
  setup({ state, options }) {
    state.total = options.start;
  },
  join({ state, player }) {
    const row = state.players.addAt(player.seat);
    row.name = player.name;
    row.present = true;
  },
  leave({ state, player }) {
    const row = state.players.at(player.seat);
    if (row) state.players.remove(row);
  },
  away({ state, player }) {
    const row = state.players.at(player.seat);
    if (row) row.present = false;
  },
  back({ state, player }) {
    const row = state.players.at(player.seat);
    if (row) row.present = true;
  },
  step({ state, inputs, emit, effect, random }) {
    state.secret = random.int(1000);
    for (const { kind, seat, data } of inputs) {
      if (kind === 'fail') throw new Error('the rules of this game are broken');
      if (kind !== 'add') continue;
      const row = state.players.at(seat);
      if (row) row.sum += data.amount;
      state.total += data.amount;
      state.taken += 1;
      emit('added', { seat, total: state.total });
      effect('noted', { total: state.total });
    }
  },
});
