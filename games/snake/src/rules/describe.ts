// What happened, in words: for logs and replays. The page has words of its own.

import type { EventOf } from 'tickhouse';
import { type events, nobody, type State } from './schema.ts';

export function describe({ kind, data }: EventOf<typeof events>, { snakes }: State): string {
  if (kind === 'gameOver') return 'the last living snake died: game over';
  const nameAt = (seat: number): string => snakes.at(seat)?.name ?? `seat ${seat}`;
  if (kind === 'noPlace') return `${nameAt(data.seat)} found no free place`;
  const { seat, by, x, y } = data;
  const points = snakes.at(seat)?.score ?? 0;
  const into =
    by === nobody ? '' : by === seat ? ' of its own bite' : `, having run into ${nameAt(by)}`;
  return `${nameAt(seat)} died at ${x}, ${y}${into}, with ${points} points`;
}
