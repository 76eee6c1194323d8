// What a bot does next: a pure function of what everyone may see, so its server needs no state of its
// own, and a replay needs none of its thinking: what it decides is an input as any other.

import { empty, isObstacle } from './ground.ts';
import { ahead, headings, opposite, outside } from './heading.ts';
import { type Heading, hasPlayed, type Strength, type VisibleState } from './schema.ts';

type Intent =
  | { readonly kind: 'play' }
  | { readonly kind: 'turn'; readonly heading: Heading }
  | undefined;

type VisibleSnake = NonNullable<ReturnType<VisibleState['snakes']['at']>>;

interface Mind {
  /** How many cells of each way it looks at, nearest first, for food and for room to live. */
  readonly cells: number;
  /** The share of ticks in which it does not look. */
  readonly blunders: number;
  /** Whether it keeps out of cells where another head may be next. */
  readonly yields: boolean;
}
const minds: Readonly<Record<Strength, Mind>> = {
  easy: { cells: 24, blunders: 0.12, yields: false },
  normal: { cells: 60, blunders: 0.06, yields: false },
  hard: { cells: 900, blunders: 0, yields: true },
};

/** Looked at and found better: room to live first, then the nearest food, then straight on. */
interface Way {
  readonly heading: Heading;
  /** Cells that were found to be within reach: no more of them than matter. */
  readonly room: number;
  /** Steps to the nearest food; infinite where none was seen. */
  readonly foodSteps: number;
  readonly isContested: boolean;
}

/** Wants a snake once in each round in which a person's is alive; then steers it. */
export function botIntent(
  state: VisibleState,
  seat: number,
  tick: number,
  strength: Strength,
): Intent {
  const own = state.snakes.at(seat);
  if (own === undefined) return undefined;
  if (!own.alive) {
    const mayPlay = !hasPlayed(own, state) && state.phase === 'playing' && personLives(state);
    return mayPlay ? { kind: 'play' } : undefined;
  }
  const mind = minds[strength];
  if (noise(tick, seat) < mind.blunders) return undefined;
  const best = bestWay(state, own, mind);
  if (best === undefined || best.heading === own.heading) return undefined;
  return { kind: 'turn', heading: best.heading };
}

function personLives({ snakes }: VisibleState): boolean {
  for (const { alive, bot } of snakes) if (alive && !bot) return true;
  return false;
}

function bestWay(state: VisibleState, own: VisibleSnake, mind: Mind): Way | undefined {
  const bodies = bodyCells(state);
  const roomWanted = Math.min(mind.cells, own.body.length + 8);
  let best: Way | undefined;
  for (const heading of headings) {
    if (heading === opposite(own.heading)) continue;
    const cell = ahead(state, own.body.at(0), heading);
    if (cell === outside || !isFree(state, bodies, cell)) continue;
    const isContested = mind.yields && isNearHead(state, own, cell);
    const way = { heading, isContested, ...look(state, bodies, cell, mind.cells, roomWanted) };
    if (best === undefined || isBetter(way, best, own.heading, roomWanted)) best = way;
  }
  return best;
}

function isBetter(way: Way, than: Way, straight: Heading, roomWanted: number): boolean {
  if (way.isContested !== than.isContested) return than.isContested;
  const room = Math.min(way.room, roomWanted) - Math.min(than.room, roomWanted);
  if (room !== 0) return room > 0;
  if (way.foodSteps !== than.foodSteps) return way.foodSteps < than.foodSteps;
  return way.heading === straight;
}

/** A byte for each cell: 1 where a living snake lies. */
function bodyCells({ ground, snakes }: VisibleState): Uint8Array {
  const bodies = new Uint8Array(ground.length);
  for (const { body } of snakes) for (let i = 0; i < body.length; i++) bodies[body.at(i)] = 1;
  return bodies;
}

/** Whether a head may go there. */
function isFree({ ground }: VisibleState, bodies: Uint8Array, cell: number): boolean {
  return bodies[cell] === 0 && !isObstacle(ground.at(cell));
}

/** Spreads from a cell over free ones, breadth first, until it knows food and enough room to live. */
function look(
  state: VisibleState,
  bodies: Uint8Array,
  from: number,
  cellsMax: number,
  roomWanted: number,
): Pick<Way, 'room' | 'foodSteps'> {
  const steps = new Uint16Array(bodies.length);
  const found = [from];
  steps[from] = 1;
  let foodSteps = Number.POSITIVE_INFINITY;
  for (let i = 0; i < found.length && found.length < cellsMax; i++) {
    const cell = found[i] as number;
    const step = steps[cell] as number;
    if (step < foodSteps && state.ground.at(cell) !== empty) foodSteps = step;
    if (foodSteps <= step && found.length >= roomWanted) break;
    for (const heading of headings) {
      const next = ahead(state, cell, heading);
      if (next === outside || steps[next] !== 0 || !isFree(state, bodies, next)) continue;
      steps[next] = step + 1;
      found.push(next);
    }
  }
  return { room: Math.min(found.length, cellsMax), foodSteps };
}

/** Whether another snake's head is one step from a cell. */
function isNearHead({ ground, snakes }: VisibleState, own: VisibleSnake, cell: number): boolean {
  const { width } = ground;
  for (const { alive, slot, body } of snakes) {
    if (!alive || slot === own.slot) continue;
    const head = body.at(0);
    const dx = (head % width) - (cell % width);
    const dy = Math.floor(head / width) - Math.floor(cell / width);
    if (Math.abs(dx) + Math.abs(dy) === 1) return true;
  }
  return false;
}

/** From 0 up to but not 1, the same for the same tick and seat (the mixing steps of MurmurHash3). */
function noise(tick: number, seat: number): number {
  let bits = Math.imul(tick ^ Math.imul(seat + 1, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 0x1_0000_0000;
}
