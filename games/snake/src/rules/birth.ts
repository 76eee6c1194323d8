// A watching player gets a snake; the first one of a game also gets a clean field.

import { forgetEnd } from './death.ts';
import { addFood } from './food.ts';
import { empty } from './ground.ts';
import { ahead, opposite } from './heading.ts';
import { findPlace, newbornLength } from './place.ts';
import { type Rules, type Snake, type State, stillTicks } from './schema.ts';

/**
 * It lies still at first, in the tick of its birth at least. Without a free place the player goes on
 * watching; returns whether there was one.
 */
export function giveBirth(rules: Rules, snake: Snake): boolean {
  const { state, tick, options } = rules;
  if (state.phase !== 'playing') beginGame(state, tick);
  const place = findPlace(rules);
  if (place === undefined) return false;
  let cell = place.head;
  for (let i = 0; i < newbornLength; i++) {
    snake.body.push(cell);
    state.occupied.setAt(cell, snake.slot + 1);
    cell = ahead(state, cell, opposite(place.heading));
  }
  snake.heading = place.heading;
  snake.alive = true;
  snake.score = 0;
  forgetEnd(state, snake.slot);
  snake.movesAt = tick + 1 + stillTicks[options.speed];
  addFood(rules);
  return true;
}

function beginGame(state: State, tick: number): void {
  state.ground.fill(empty);
  state.phase = 'playing';
  state.began = tick;
  for (const snake of state.snakes) snake.score = 0;
}
