// Where a new snake can begin: free cells for its body, a free way ahead, no living snake too near.

import { empty, isObstacle } from './ground.ts';
import { ahead, headings, opposite, outside } from './heading.ts';
import type { Heading, Rules, State } from './schema.ts';

export const newbornLength = 3;
/** Cells between a new snake and each border. */
const borderMin = 5;
/** Random places that are tried before the field is searched in order. */
const triesMax = 64;

/** How much room a place must offer. */
interface Demand {
  /** Cells ahead of the head without an obstacle. */
  readonly ahead: number;
  /** Cells around each cell of the body without a living snake. */
  readonly around: number;
}
const roomy: Demand = { ahead: 5, around: 3 };
const narrow: Demand = { ahead: 2, around: 0 };

export interface BirthPlace {
  /** The cell of the head. */
  readonly head: number;
  readonly heading: Heading;
}

/** A random roomy place; else the first roomy one from a random cell on; else a narrow one. */
export function findPlace({ state, random }: Rules): BirthPlace | undefined {
  const { width, height, length } = state.ground;
  for (let i = 0; i < triesMax; i++) {
    const x = borderMin + random.int(width - 2 * borderMin);
    const y = borderMin + random.int(height - 2 * borderMin);
    const place = { head: y * width + x, heading: random.pick(headings) };
    if (fits(state, place, roomy)) return place;
  }
  const start = random.int(length);
  return search(state, start, roomy) ?? search(state, start, narrow);
}

function search(state: State, start: number, demand: Demand): BirthPlace | undefined {
  const { length } = state.ground;
  for (let i = 0; i < length; i++) {
    const head = (start + i) % length;
    for (const heading of headings) {
      const place = { head, heading };
      if (fits(state, place, demand)) return place;
    }
  }
  return undefined;
}

function fits(state: State, { head, heading }: BirthPlace, demand: Demand): boolean {
  let cell = head;
  for (let i = 0; i < newbornLength; i++) {
    if (!isInner(state, cell) || !isFree(state, cell, demand.around)) return false;
    cell = ahead(state, cell, opposite(heading));
  }
  cell = head;
  for (let i = 0; i < demand.ahead; i++) {
    cell = ahead(state, cell, heading);
    if (cell === outside || isObstacle(state.ground.at(cell))) return false;
    if (state.occupied.at(cell) !== 0) return false;
  }
  return true;
}

function isInner({ ground }: State, cell: number): boolean {
  const { width, height } = ground;
  const x = cell % width;
  const y = Math.floor(cell / width);
  return x >= borderMin && x < width - borderMin && y >= borderMin && y < height - borderMin;
}

/** Empty, and no living snake within `around` cells; an inner cell is never that near to a border. */
function isFree({ ground, occupied }: State, cell: number, around: number): boolean {
  if (ground.at(cell) !== empty) return false;
  for (let dy = -around; dy <= around; dy++) {
    for (let dx = -around; dx <= around; dx++) {
      if (occupied.at(cell + dy * ground.width + dx) !== 0) return false;
    }
  }
  return true;
}
