// A player's row: made when a seat is taken, gone when it is given up.

import { die } from './death.ts';
import { cleanName } from './name.ts';
import { nobody, type PlayerRules, type State, seats } from './schema.ts';

/** Colours are 1 to 6; 0, white, is for stones, the dead and text. */
const colours = 6;

export function takeSeat(rules: PlayerRules): void {
  const { state, player } = rules;
  const colour = rarestColour(state);
  const snake = state.snakes.addAt(player.seat);
  snake.name = cleanName(player.name) || 'Anonymous';
  snake.colour = colour;
  snake.bot = player.bot;
  askForBots(rules);
}

export function giveUpSeat(rules: PlayerRules): void {
  const { state, player } = rules;
  const snake = state.snakes.at(player.seat);
  if (snake !== undefined) {
    if (snake.alive) die(rules, snake, nobody);
    state.snakes.remove(snake);
  }
  askForBots(rules);
}

/** A bot is lost with its process only, and does not come back: another is asked for. */
export function loseBot(rules: PlayerRules): void {
  if (rules.player.bot) giveUpSeat(rules);
}

/** Says how many bots there should be: none without people, and always a seat free for one more. */
function askForBots({ state, options, effect }: PlayerRules): void {
  let people = 0;
  for (const { bot } of state.snakes) if (!bot) people++;
  const company = Math.min(options.company, seats - 1);
  const wanted = people === 0 ? 0 : Math.max(0, company - people);
  effect('bots', { wanted, strength: options.strength });
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
