// A fixture of any schema: every tick edits its state at random places, and players do too.

import {
  defineGame,
  type Game,
  type Shape,
  text,
  u32,
} from '../../../packages/tickhouse/src/index.ts';
import { Dice } from '../dice.ts';
import { edit } from '../random-edits.ts';

const inputs = { any: { seed: u32 } };
const player = { name: text(8) };
const events = { edited: { seed: u32 } };
type None = Record<never, never>;

export type EditedGame = Game<Shape, typeof inputs, None, typeof player, typeof events, None>;

export function editedGame(shape: Shape): EditedGame {
  return defineGame({
    name: 'edited',
    rulesVersion: 0,
    tickRate: 20,
    seats: 4,
    inputs,
    player,
    events,
    state: shape,
    step({ state, inputs, random, emit }) {
      const dice = new Dice(random.int(2 ** 32));
      for (let i = dice.below(8); i > 0; i--) edit(dice, shape, state as never, 'all');
      for (const { data } of inputs) {
        edit(new Dice(data.seed), shape, state as never, 'all');
        emit('edited', { seed: data.seed });
      }
    },
  });
}
