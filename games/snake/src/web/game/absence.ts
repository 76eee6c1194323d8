// What became of your snake while no connection was there to tell it.

import type { SnakeRoom } from '../entry.ts';
import { pointsOf } from './words.ts';

type Room = Pick<SnakeRoom, 'seat' | 'token'> & {
  readonly state: Pick<SnakeRoom['state'], 'snakes' | 'ends'>;
};

/** Your living snake, as it was last seen. */
export interface Seen {
  /** Of its seat. */
  readonly token: readonly number[];
  readonly points: number;
}

/** `died`: in the room that you are in again · `gone`: with its seat, or with the whole room. */
export interface Loss {
  readonly how: 'died' | 'gone';
  readonly points: number;
}

/** Undefined where no snake of yours was alive. */
export function seenIn({ seat, token, state }: Room): Seen | undefined {
  const own = seat === undefined ? undefined : state.snakes.at(seat);
  return own?.alive ? { token: [...(token ?? [])], points: own.score } : undefined;
}

/** Undefined where the snake lives, or none did. */
export function lossOf(seen: Seen | undefined, { seat, token, state }: Room): Loss | undefined {
  if (seen === undefined || seat === undefined) return undefined;
  if (String(token) !== String(seen.token)) return { how: 'gone', points: seen.points };
  const end = state.ends.at(seat);
  return end === undefined ? undefined : { how: 'died', points: end.points };
}

/** @param reason why it died, where that is known */
export function newsOfLoss({ how, points }: Loss, reason = 'Your snake died'): string {
  if (how === 'died') return `${reason} while you were away: ${pointsOf(points)}`;
  return `Your snake is gone: you had ${pointsOf(points)} when the connection was lost`;
}
