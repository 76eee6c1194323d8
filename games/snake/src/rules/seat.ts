// A player's row: made when a seat is taken, gone when it is given up.

import { die, forgetEnd } from './death.ts';
import { cleanName } from './name.ts';
import { nobody, type PlayerRules, type Snake, type State, seats } from './schema.ts';

/** Colours are 1 to 6; 0, white, is for stones, the dead and text. */
const colours = 6;

export function takeSeat(rules: PlayerRules): void {
  const { state, player, tick } = rules;
  const colour = rarestColour(state);
  const snake = state.snakes.addAt(player.seat);
  snake.name = cleanName(player.name) || 'Anonymous';
  snake.colour = colour;
  snake.bot = player.bot;
  snake.came = tick;
  const lost = player.bot ? lostBot(state) : undefined;
  if (lost !== undefined) takeOver(state, snake, lost);
  askForBots(rules);
}

export function giveUpSeat(rules: PlayerRules): void {
  const { state, player } = rules;
  const snake = state.snakes.at(player.seat);
  if (snake !== undefined) {
    if (snake.alive) die(rules, snake, nobody);
    forgetEnd(state, snake.slot);
    state.snakes.remove(snake);
  }
  askForBots(rules);
}

/**
 * A bot is lost with its process only, and does not come back: another is asked for, which goes on with its
 * snake. Until then that goes straight on.
 */
export function loseBot(rules: PlayerRules): void {
  const { state, player } = rules;
  const snake = player.bot ? state.snakes.at(player.seat) : undefined;
  if (snake === undefined) return;
  snake.lost = true;
  // Where one was asked for before, it may have come with this very tick.
  const other = newBot(state, rules.tick);
  if (other !== undefined) takeOver(state, other, snake);
  askForBots(rules);
}

/** One that came in this tick, and goes on with nobody's snake. */
function newBot({ snakes }: State, tick: number): Snake | undefined {
  for (const snake of snakes) if (snake.bot && snake.came === tick) return snake;
  return undefined;
}

function lostBot({ snakes }: State): Snake | undefined {
  for (const snake of snakes) if (snake.lost) return snake;
  return undefined;
}

/** The snake, its name and its points, from one bot's row to another's. */
function takeOver(state: State, to: Snake, from: Snake): void {
  const { snakes, occupied } = state;
  to.came = 0;
  to.name = from.name;
  to.colour = from.colour;
  to.alive = from.alive;
  to.score = from.score;
  to.best = from.best;
  to.movesAt = from.movesAt;
  to.heading = from.heading;
  for (let i = 0; i < from.body.length; i++) {
    const cell = from.body.at(i);
    to.body.push(cell);
    occupied.setAt(cell, to.slot + 1);
  }
  forgetEnd(state, from.slot);
  snakes.remove(from);
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
