// One tick: turns, moves and deaths, births, the end of the game, and what appears by itself.

import { giveBirth } from './birth.ts';
import { appear } from './food.ts';
import { queueTurn } from './heading.ts';
import { moveAll } from './move.ts';
import type { State, StepRules } from './schema.ts';

export function step(rules: StepRules): void {
  const { state, emit } = rules;
  const asked = takeInputs(rules);
  moveAll(rules);
  // Where one found no place after a search of the whole field, the others of this tick need not look.
  let isCrowded = false;
  for (const snake of state.snakes) {
    if ((asked & (1 << snake.slot)) === 0) continue;
    isCrowded ||= !giveBirth(rules, snake);
    if (isCrowded) emit('noPlace', { seat: snake.slot });
  }
  const living = countLiving(state);
  if (living > 0) appear(rules, living);
  else if (state.phase === 'playing') {
    state.phase = 'over';
    emit('gameOver');
  }
}

/** Keeps the turns; returns who asked to play, as a bit for each slot: births come after moves. */
function takeInputs({ state, inputs }: StepRules): number {
  let asked = 0;
  for (const { seat, kind, data } of inputs) {
    const snake = state.snakes.at(seat);
    if (snake === undefined) continue;
    if (kind === 'play') {
      if (!snake.alive) asked |= 1 << seat;
    } else if (snake.alive) queueTurn(snake, data.heading);
  }
  return asked;
}

function countLiving({ snakes }: State): number {
  let living = 0;
  for (const snake of snakes) if (snake.alive) living++;
  return living;
}
