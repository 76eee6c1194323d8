// Snake at 20 ticks a second, without bots: the job of the journal's bench.

import { snake } from '../../games/snake/dist/rules/index.js';
import { defineGame } from '../../packages/tickhouse/dist/index.js';

const { name, rulesVersion, seats, definition } = snake;

export const job = defineGame({
  ...definition,
  name,
  rulesVersion,
  seats,
  tickRate: 20,
  defaults: { ...definition.defaults, company: 0 },
});
