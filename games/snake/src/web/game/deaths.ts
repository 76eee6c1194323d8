// Deaths as the page shows them: the cell that killed, and the words.

import { type Cause, nobody } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { lookOf } from '../field/look.ts';
import { type Sentence, textOf } from './sentence.ts';
import { pointsOf } from './words.ts';

type State = Pick<SnakeRoom['state'], 'snakes' | 'ends'>;
type Snake = NonNullable<ReturnType<State['snakes']['at']>>;
type End = NonNullable<ReturnType<State['ends']['at']>>;

export interface Death {
  readonly seat: number;
  readonly by: number;
  readonly x: number;
  readonly y: number;
}

const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

const deeds: Readonly<Record<Exclude<Cause, 'snake'>, string>> = {
  border: 'hit the border',
  stone: 'hit a stone',
  dead: 'hit a dead snake',
  itself: 'bit itself',
  left: 'left',
};

/** The cell that was run into, one on from the head; it may lie outside of the field. */
export function hitBy(
  { seat, x, y }: Death,
  { snakes }: Pick<State, 'snakes'>,
): [x: number, y: number] {
  const [dx, dy] = steps[snakes.at(seat)?.heading ?? 'up'];
  return [x + dx, y + dy];
}

/**
 * Why the last snake of your seat died, for example "You hit a stone"; undefined while it lives and before
 * the first. The state tells it, so it is known also where nobody was there to hear of the death.
 */
export function reasonOf(seat: number, state: State): string | undefined {
  const end = state.ends.at(seat);
  return end && textOf(ownDeed(end, state));
}

/**
 * A death as news for everyone in the room; empty for one who left, of whom there is other news.
 *
 * @param seat of whom it is told; undefined for a spectator
 */
export function newsOf(death: Death, state: State, seat: number | undefined): Sentence {
  const snake = state.snakes.at(death.seat);
  const end = state.ends.at(death.seat);
  if (snake === undefined || end === undefined) return [];
  if (death.seat === seat) return [...ownDeed(end, state), `: ${pointsOf(end.points)}`];
  const who = named(snake, state);
  if (death.by !== nobody && death.by === seat) return [who, ' ran into you'];
  return [who, ' ', ...deedOf(end, state)];
}

/** A snake in a sentence. */
export function named(
  { slot, name, colour }: Snake,
  { snakes }: Pick<State, 'snakes'>,
): Sentence[number] {
  return { name, look: lookOf({ slot, colour }, snakes) };
}

function ownDeed(end: End, state: State): Sentence {
  return end.cause === 'itself' ? ['You bit yourself'] : ['You ', ...deedOf(end, state)];
}

function deedOf({ cause, killer }: End, state: State): Sentence {
  if (cause !== 'snake') return [deeds[cause]];
  const other = state.snakes.get(killer);
  return ['ran into ', other === undefined ? 'another snake' : named(other, state)];
}
