// Deaths as the page shows them, in words.

import { deadHead, nobody, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';

type State = SnakeRoom['state'];

export interface Death {
  readonly seat: number;
  readonly by: number;
  readonly x: number;
  readonly y: number;
}

const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

/** Why you died, for example "You hit a stone". */
export function reasonOf({ seat, by, x, y }: Death, { snakes, ground }: State): string {
  if (by === seat) return 'You bit yourself';
  if (by !== nobody) return `You ran into ${snakes.at(by)?.name ?? 'another snake'}`;
  const [dx, dy] = steps[snakes.at(seat)?.heading ?? 'up'];
  const [u, v] = [x + dx, y + dy];
  if (u < 0 || v < 0 || u >= ground.width || v >= ground.height) return 'You hit the border';
  const hit = ground.get(u, v);
  if (hit === stone) return 'You hit a stone';
  return hit >= deadHead ? 'You hit a dead snake' : 'You died';
}
