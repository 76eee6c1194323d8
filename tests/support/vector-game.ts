// The game of the test vectors in docs/protocol.md: small, with one field of nearly every kind. The
// vectors follow one short scene of it; whoever writes another implementation needs only this file.

import {
  bool,
  defineGame,
  f32,
  grid,
  hidden,
  i8,
  i16,
  list,
  oneOf,
  table,
  text,
  u8,
  u32,
} from '../../packages/tickhouse/src/index.ts';

export const vectorGame = defineGame({
  name: 'vectors',
  rulesVersion: 1,
  tickRate: 10,
  seats: 2,
  options: { width: u8 },
  defaults: { width: 4 },
  player: { name: text(8) },
  inputs: { walk: { by: i8 }, say: { words: text(8) }, rest: {} },
  events: { said: { seat: u8, words: text(8) }, rested: {} },
  state: ({ width }) => ({
    ground: grid(u8, width, 2),
    mood: oneOf('calm', 'wild', 'odd'),
    walkers: table(2, { name: text(8), x: i16, fast: bool, speed: f32, trail: list(i16, 4) }),
    secret: hidden(u32),
  }),
  join({ state, player }) {
    state.walkers.addAt(player.seat).name = player.name;
  },
  leave({ state, player }) {
    const walker = state.walkers.at(player.seat);
    if (walker) state.walkers.remove(walker);
  },
  step({ state, inputs, random, tick, emit }) {
    state.secret = random.int(1000);
    for (const { seat, kind, data } of inputs) {
      const walker = state.walkers.at(seat);
      if (walker === undefined) continue;
      if (kind === 'say') emit('said', { seat, words: data.words });
      else if (kind === 'rest') {
        walker.speed = 0;
        emit('rested');
      } else {
        const { trail } = walker;
        walker.x += data.by;
        walker.speed = data.by / 4;
        walker.fast = Math.abs(data.by) > 9;
        trail.unshift(walker.x);
        if (trail.length > 3) trail.pop();
        state.ground.setAt(seat, tick);
        state.mood = walker.fast ? 'wild' : 'calm';
      }
    }
  },
});
