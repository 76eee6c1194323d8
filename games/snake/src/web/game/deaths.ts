// Deaths as the page shows them: the cell that killed, and the words.

import { deadHead, nobody, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { pointsOf } from './words.ts';

type State = SnakeRoom['state'];

export interface Death {
  readonly seat: number;
  readonly by: number;
  readonly x: number;
  readonly y: number;
}

const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

/** The cell that was run into, one on from the head; it may lie outside of the field. */
export function hitBy({ seat, x, y }: Death, { snakes }: State): [x: number, y: number] {
  const [dx, dy] = steps[snakes.at(seat)?.heading ?? 'up'];
  return [x + dx, y + dy];
}

/** Why you died, for example "You hit a stone". */
export function reasonOf(death: Death, state: State): string {
  return death.by === death.seat ? 'You bit yourself' : `You ${deedOf(death, state)}`;
}

/**
 * A death as news for everyone in the room; '' for one who left, of whom there is other news.
 *
 * @param seat of whom it is told; undefined for a spectator
 */
export function newsOf(death: Death, state: State, seat: number | undefined): string {
  const snake = state.snakes.at(death.seat);
  if (snake === undefined) return '';
  if (death.seat === seat) return `${reasonOf(death, state)}: ${pointsOf(snake.score)}`;
  if (death.by === death.seat) return `${snake.name} bit itself`;
  if (death.by === seat) return `${snake.name} ran into you`;
  return `${snake.name} ${deedOf(death, state)}`;
}

function deedOf(death: Death, state: State): string {
  const { snakes, ground } = state;
  if (death.by !== nobody) return `ran into ${snakes.at(death.by)?.name ?? 'another snake'}`;
  const [x, y] = hitBy(death, state);
  if (x < 0 || y < 0 || x >= ground.width || y >= ground.height) return 'hit the border';
  const hit = ground.get(x, y);
  if (hit === stone) return 'hit a stone';
  return hit >= deadHead ? 'hit a dead snake' : 'died';
}
