// Before anything is measured: all contenders' games, steered alike, are the same game.

import { createGame as createColyseus } from './colyseus-game.mjs';
import { PlainGame } from './plain-game.mjs';
import { createGame as createTickhouse } from './tickhouse-game.mjs';
import { randomFrom } from './world.mjs';

const ticks = 300;
const count = 10;

/** @throws where one game differs from the others */
export function checkGames() {
  const games = {
    plain: new PlainGame(count),
    tickhouse: createTickhouse(count),
    'colyseus-full': createColyseus(count, 'full'),
    'colyseus-head': createColyseus(count, 'head'),
  };
  const random = randomFrom(7);
  for (let tick = 0; tick < ticks; tick++) {
    for (let slot = 0; slot < count; slot++) {
      const draw = random() >>> 16;
      if (draw % 10 !== 0) continue;
      for (const game of Object.values(games)) game.turn(slot, (draw >> 8) & 3);
    }
    for (const game of Object.values(games)) game.step();
  }
  const worldOf = (game) => [...game.heads(), ...game.scores()].join();
  const expected = worldOf(games.plain);
  for (const [name, game] of Object.entries(games)) {
    if (worldOf(game) !== expected) throw new Error(`${name} plays another game than the others`);
  }
  return ticks;
}
