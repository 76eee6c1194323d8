// The game of Snake: everything that server, browser, tests and replays share.

import { defineGame } from 'tickhouse';
import { describe } from './describe.ts';
import * as schema from './schema.ts';
import { giveUpSeat, loseBot, takeSeat } from './seat.ts';
import { step } from './tick.ts';

export const snake = defineGame({
  name: 'snake',
  rulesVersion: 4,
  tickRate: ({ options }) => schema.tickRates[options.speed],
  seats: schema.seats,
  options: schema.options,
  defaults: { speed: 'normal', field: 'classic', stones: true, company: 3, strength: 'normal' },
  player: schema.player,
  inputs: schema.inputs,
  events: schema.events,
  effects: schema.effects,
  state: schema.state,
  join: takeSeat,
  leave: giveUpSeat,
  away: loseBot,
  step,
  describe,
});
