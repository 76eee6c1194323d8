// What appears on the field by itself: food and stones.

import { empty, foodMax, stone } from './ground.ts';
import type { Rules, State } from './schema.ts';

/** Of food per living snake and tick, and of a stone per tick. */
const chance = 0.06;
/** Random cells that are tried before the field is searched in order. */
const triesMax = 32;
/** A stone keeps this many steps from every living head, so that it can be seen before it is met. */
const stoneDistanceMin = 5;

export function appear(rules: Rules, living: number): void {
  const { random, options } = rules;
  for (let i = 0; i < living; i++) if (random.chance(chance)) addFood(rules);
  if (options.stones && random.chance(chance)) addStone(rules);
}

export function addFood({ state, random }: Rules): void {
  const cell = findCell(state, random, isEmpty);
  if (cell !== undefined) state.ground.setAt(cell, 1 + random.int(foodMax));
}

function addStone({ state, random }: Rules): void {
  const cell = findCell(state, random, isFarFromHeads);
  if (cell !== undefined) state.ground.setAt(cell, stone);
}

function findCell(
  state: State,
  random: Rules['random'],
  fits: (state: State, cell: number) => boolean,
): number | undefined {
  const { length } = state.ground;
  for (let i = 0; i < triesMax; i++) {
    const cell = random.int(length);
    if (fits(state, cell)) return cell;
  }
  const start = random.int(length);
  for (let i = 0; i < length; i++) {
    const cell = (start + i) % length;
    if (fits(state, cell)) return cell;
  }
  return undefined;
}

function isEmpty(state: State, cell: number): boolean {
  return state.ground.at(cell) === empty && state.occupied.at(cell) === 0;
}

function isFarFromHeads(state: State, cell: number): boolean {
  if (!isEmpty(state, cell)) return false;
  const { width } = state.ground;
  const x = cell % width;
  const y = Math.floor(cell / width);
  for (const { alive, body } of state.snakes) {
    if (!alive) continue;
    const head = body.at(0);
    const steps = Math.abs((head % width) - x) + Math.abs(Math.floor(head / width) - y);
    if (steps < stoneDistanceMin) return false;
  }
  return true;
}
