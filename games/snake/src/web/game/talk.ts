// What the page says below and upon the field, from the room's state alone.

import type { SnakeRoom } from '../entry.ts';
import type { Loss } from './absence.ts';
import { reasonOf } from './deaths.ts';
import { pointsOf } from './words.ts';

/** What stands upon the field. */
export interface Sign {
  /** '' for nothing. */
  readonly banner: string;
  /** Below the banner, smaller. */
  readonly note: string;
}

export interface Talk extends Sign {
  readonly headline: string;
  readonly hint: string;
  /** What the button offers; '' for nothing. */
  readonly action: string;
}

/** What the state does not tell. */
export interface Past {
  /** What became of your snake while the connection was lost; undefined while one lives. */
  readonly loss: Loss | undefined;
  /** `play` found no free place. */
  readonly isCrowded: boolean;
  /** Why a spectator got no seat; '' where none was asked for. */
  readonly problem: string;
  /** The seat that leads. */
  readonly leader: number | undefined;
  readonly isTouch: boolean;
}

type Room = Pick<SnakeRoom, 'seat' | 'status'> & {
  readonly state: Pick<SnakeRoom['state'], 'snakes' | 'ends' | 'phase'>;
};

export function talkOf(room: Room, past: Past): Talk {
  const { state, seat } = room;
  const sign = signOf(room);
  if (seat === undefined) return { ...watching(room, past), ...sign };
  const { loss, isCrowded, isTouch } = past;
  const own = state.snakes.at(seat);
  const reason = reasonOf(seat, state);
  const key = isTouch ? 'A tap on the field' : 'Space';
  const leave = isTouch ? '' : ' Esc leaves.';
  if (own?.alive) {
    const hint = isTouch ? 'The pad, or a swipe.' : `Arrows or WASD.${leave}`;
    return {
      headline: `${pointsOf(own.score)}, ${own.body.length} long`,
      hint,
      action: '',
      ...sign,
    };
  }
  if (isCrowded && state.phase === 'playing') {
    const hint = 'You can play when this game is over, or try again.';
    return { headline: 'No free place right now', hint, action: 'Try again', ...sign };
  }
  if (loss?.how === 'gone') {
    const hint = `You had ${pointsOf(loss.points)} when the connection was lost. ${key} starts.`;
    return { headline: 'Your snake is gone', hint, action: 'Play', ...sign };
  }
  if (reason !== undefined) {
    const when = loss === undefined ? '' : 'While you were away. ';
    const hint = `${when}${pointsOf(state.ends.at(seat)?.points ?? 0)}. ${key} plays again.${leave}`;
    return { headline: reason, hint, action: 'Play again', ...sign };
  }
  return { headline: 'Ready?', hint: `${key} starts.${leave}`, action: 'Play', ...sign };
}

function watching({ state }: Room, { leader, problem }: Past) {
  const best = leader === undefined ? undefined : state.snakes.at(leader);
  const isLed = best !== undefined && best.score > 0;
  const headline = isLed ? `${best.name} leads with ${best.score}` : 'Watching';
  const alive = aliveIn(state.snakes);
  const isFull = state.snakes.size >= state.snakes.capacity;
  if (isFull) return { headline, hint: `Every seat is taken · ${alive}`, action: '' };
  const hint = problem || `${isLed ? 'Watching · ' : ''}${alive}`;
  return { headline, hint, action: 'Join this room' };
}

export function signOf({ status, state }: Pick<Room, 'status' | 'state'>): Sign {
  if (status !== 'live') return { banner: 'Reconnecting…', note: 'The connection was lost.' };
  if (state.phase !== 'over') return { banner: '', note: '' };
  return { banner: 'Game over', note: winnerIn(state.snakes) };
}

/** Who had the most points in the game that is over; '' where nobody had any. */
export function winnerIn(snakes: Room['state']['snakes']): string {
  let most = 0;
  let names: string[] = [];
  for (const { name, score } of snakes) {
    if (score > most) names = [];
    if (score >= most && score > 0) names.push(name);
    most = Math.max(most, score);
  }
  if (names.length === 0) return '';
  return `${names.join(' and ')} had the most: ${pointsOf(most)}`;
}

function aliveIn(snakes: Room['state']['snakes']): string {
  let living = 0;
  for (const { alive } of snakes) if (alive) living++;
  if (living === 0) return 'Nobody is playing at the moment.';
  return living === 1 ? 'One snake is alive.' : `${living} snakes are alive.`;
}
