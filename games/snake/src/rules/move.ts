// All snakes that do not lie still move one cell, at once: who stands first in the table gains nothing by it.
//
// Every tail that moves away does so before anyone is judged, also that of a snake which dies in this
// tick. So a snake may follow a tail closely, and nobody's death depends on another's.

import { die } from './death.ts';
import { empty, isObstacle } from './ground.ts';
import { ahead, outside } from './heading.ts';
import { newbornLength } from './place.ts';
import { nobody, type Rules, type Snake, type State } from './schema.ts';

// Values of `fate`; above `byNobody` it is by the snake in slot fate − bySlot0.
const lives = 0;
const byNobody = 1;
const bySlot0 = 2;

export function moveAll(rules: Rules): void {
  const { state, tick } = rules;
  for (const snake of state.snakes) {
    if (!moves(snake, tick)) continue;
    if (snake.turns.length > 0) snake.heading = snake.turns.shift();
    moveTail(state, snake);
  }
  for (const snake of state.snakes) {
    if (moves(snake, tick)) snake.fate = fateOf(state, snake, tick);
  }
  for (const snake of state.snakes) {
    if (!moves(snake, tick)) continue;
    const { fate } = snake;
    if (fate === lives) moveHead(state, snake);
    else {
      die(rules, snake, fate === byNobody ? nobody : fate - bySlot0);
      snake.fate = lives;
    }
  }
}

function moves({ alive, movesAt }: Snake, tick: number): boolean {
  return alive && tick >= movesAt;
}

function moveTail({ occupied }: State, snake: Snake): void {
  // What was eaten and has not become length yet: the tail stays.
  const owed = newbornLength + snake.score - snake.body.length;
  if (owed <= 0) occupied.setAt(snake.body.pop(), 0);
}

function fateOf(state: State, snake: Snake, tick: number): number {
  const cell = ahead(state, snake.body.at(0), snake.heading);
  if (cell === outside || isObstacle(state.ground.at(cell))) return byNobody;
  const occupant = state.occupied.at(cell);
  if (occupant > 0) return bySlot0 + occupant - 1;
  for (const other of state.snakes) {
    if (other.slot === snake.slot || !moves(other, tick)) continue;
    if (ahead(state, other.body.at(0), other.heading) === cell) return bySlot0 + other.slot;
  }
  return lives;
}

function moveHead(state: State, snake: Snake): void {
  const { ground, occupied } = state;
  const cell = ahead(state, snake.body.at(0), snake.heading);
  snake.body.unshift(cell);
  occupied.setAt(cell, snake.slot + 1);
  const food = ground.at(cell);
  if (food === empty) return;
  ground.setAt(cell, empty);
  snake.score += food;
}
