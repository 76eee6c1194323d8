// A snake dies: its body turns to ground and stays as an obstacle until the next game.

import { deadBody, deadHead, deadTail, isObstacle, stone } from './ground.ts';
import { ahead, outside } from './heading.ts';
import { type Cause, nobody, type Rules, type Snake, type State } from './schema.ts';

/** @param by the slot of the snake that was run into, or `nobody` */
export function die(rules: Rules, snake: Snake, by: number): void {
  const { state, emit, effect } = rules;
  const { body, score } = snake;
  const { width } = state.ground;
  const end = state.ends.addAt(snake.slot);
  end.cause = causeOf(state, snake, by);
  end.killer = state.snakes.at(by)?.id ?? 0;
  end.points = score;
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

/** Its player has another snake, or the seat is given up. */
export function forgetEnd({ ends }: State, slot: number): void {
  const end = ends.at(slot);
  if (end !== undefined) ends.remove(end);
}

/** Before the snake itself turns to ground. */
function causeOf(state: State, { slot, body, heading }: Snake, by: number): Cause {
  if (by !== nobody) return by === slot ? 'itself' : 'snake';
  const cell = ahead(state, body.at(0), heading);
  if (cell === outside) return 'border';
  const ground = state.ground.at(cell);
  if (ground === stone) return 'stone';
  return isObstacle(ground) ? 'dead' : 'left';
}
