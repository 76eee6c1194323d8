// Deaths as the page shows them: the cell that killed, and the words.

import { type Cause, nobody } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { lookOf } from '../field/look.ts';
import { type Sentence, textOf } from './sentence.ts';
import { pointsOf } from './words.ts';

type State = Pick<SnakeRoom['state'], 'snakes'>;
type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

export interface Death {
  readonly seat: number;
  readonly by: number;
  readonly x: number;
  readonly y: number;
}

const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

const deeds: Readonly<Record<Exclude<Cause, 'snake'>, string>> = {
  none: 'died',
  border: 'hit the border',
  stone: 'hit a stone',
  dead: 'hit a dead snake',
  itself: 'bit itself',
};

/** The cell that was run into, one on from the head; it may lie outside of the field. */
export function hitBy({ seat, x, y }: Death, { snakes }: State): [x: number, y: number] {
  const [dx, dy] = steps[snakes.at(seat)?.heading ?? 'up'];
  return [x + dx, y + dy];
}

/**
 * Why your last snake died, for example "You hit a stone"; undefined while it lives and before the first.
 * The state tells it, so it is known also where nobody was there to hear of the death.
 */
export function reasonOf(own: Snake, state: State): string | undefined {
  return own.cause === 'none' ? undefined : textOf(ownDeed(own, state));
}

/**
 * A death as news for everyone in the room; empty for one who left, of whom there is other news.
 *
 * @param seat of whom it is told; undefined for a spectator
 */
export function newsOf(death: Death, state: State, seat: number | undefined): Sentence {
  const snake = state.snakes.at(death.seat);
  if (snake === undefined) return [];
  if (death.seat === seat) return [...ownDeed(snake, state), `: ${pointsOf(snake.lastScore)}`];
  const who = named(snake, state);
  if (death.by !== nobody && death.by === seat) return [who, ' ran into you'];
  return [who, ' ', ...deedOf(snake, state)];
}

/** A snake in a sentence. */
export function named({ slot, name, colour }: Snake, { snakes }: State): Sentence[number] {
  return { name, look: lookOf({ slot, colour }, snakes) };
}

function ownDeed(own: Snake, state: State): Sentence {
  return own.cause === 'itself' ? ['You bit yourself'] : ['You ', ...deedOf(own, state)];
}

function deedOf({ cause, killer }: Snake, state: State): Sentence {
  if (cause !== 'snake') return [deeds[cause]];
  const other = state.snakes.get(killer);
  return ['ran into ', other === undefined ? 'another snake' : named(other, state)];
}
