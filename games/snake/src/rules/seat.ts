// A player's row: made when a seat is taken, gone when it is given up.

import { die } from './death.ts';
import { nobody, type PlayerRules, type State } from './schema.ts';

/** Colours are 1 to 6; 0, white, is for stones, the dead and text. */
const colours = 6;

export function takeSeat({ state, player }: PlayerRules): void {
  const colour = rarestColour(state);
  const snake = state.snakes.addAt(player.seat);
  snake.name = player.name.trim() || 'Anonymous';
  snake.colour = colour;
}

export function giveUpSeat(rules: PlayerRules): void {
  const { state, player } = rules;
  const snake = state.snakes.at(player.seat);
  if (snake === undefined) return;
  if (snake.alive) die(rules, snake, nobody);
  state.snakes.remove(snake);
}

/** The first of those that the fewest snakes have: unique until used up. */
function rarestColour({ snakes }: State): number {
  let rarest = 1;
  let usesMin = snakes.capacity;
  for (let colour = 1; colour <= colours; colour++) {
    let uses = 0;
    for (const snake of snakes) if (snake.colour === colour) uses++;
    if (uses < usesMin) {
      rarest = colour;
      usesMin = uses;
    }
  }
  return rarest;
}
