// A snake dies: its body turns to ground and stays as an obstacle until the next game.

import { deadBody, deadHead, deadTail } from './ground.ts';
import type { Rules, Snake } from './schema.ts';

/** @param by the slot of the snake that was run into, or `nobody` */
export function die(rules: Rules, snake: Snake, by: number): void {
  const { state, emit, effect } = rules;
  const { body, score } = snake;
  const { width } = state.ground;
  const head = body.at(0);
  const last = body.length - 1;
  for (let i = 0; i <= last; i++) {
    const cell = body.at(i);
    state.occupied.setAt(cell, 0);
    state.ground.setAt(cell, i === 0 ? deadHead : i === last ? deadTail : deadBody);
  }
  body.clear();
  snake.turns.clear();
  snake.alive = false;
  snake.best = Math.max(snake.best, score);
  emit('died', { seat: snake.slot, by, x: head % width, y: Math.floor(head / width) });
  if (!snake.bot) effect('score', { name: snake.name, points: score, colour: snake.colour });
}
