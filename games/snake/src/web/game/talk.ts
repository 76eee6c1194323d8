// What the page says below and upon the field, from the room's state alone.

import type { SnakeRoom } from '../entry.ts';

export interface Talk {
  readonly headline: string;
  readonly hint: string;
  /** Upon the field; '' for nothing. */
  readonly banner: string;
  /** What the button offers; '' for nothing. */
  readonly action: string;
}

/** What the state does not tell. */
export interface Past {
  /** Why your last snake died; undefined while it lives and before the first. */
  readonly reason: string | undefined;
  /** `play` found no free place. */
  readonly isCrowded: boolean;
  /** Why a spectator got no seat; '' where none was asked for. */
  readonly problem: string;
}

const keys = 'Space, Enter or a tap';

export function talkOf(room: SnakeRoom, { reason, isCrowded, problem }: Past): Talk {
  const { state, seat } = room;
  const banner = bannerOf(room);
  if (seat === undefined) {
    const hint = problem || aliveIn(state.snakes);
    return { headline: 'Watching', hint, banner, action: 'Join this room' };
  }
  const own = state.snakes.at(seat);
  if (own?.alive) {
    const hint = 'Arrows, WASD or a swipe.';
    return {
      headline: `${pointsOf(own.score)}, ${own.body.length} long`,
      hint,
      banner,
      action: '',
    };
  }
  if (isCrowded && state.phase === 'playing') {
    const hint = 'You can play when this game is over, or try again.';
    return { headline: 'No free place right now', hint, banner, action: 'Try again' };
  }
  if (reason !== undefined) {
    const hint = `${pointsOf(own?.score ?? 0)}. ${keys} plays again.`;
    return { headline: reason, hint, banner, action: 'Play again' };
  }
  return { headline: 'Ready?', hint: `${keys} starts.`, banner, action: 'Play' };
}

function bannerOf({ status, state }: SnakeRoom): string {
  if (status !== 'live') return 'Reconnecting…';
  return state.phase === 'over' ? 'Game over' : '';
}

function pointsOf(score: number): string {
  return score === 1 ? '1 point' : `${score} points`;
}

function aliveIn(snakes: SnakeRoom['state']['snakes']): string {
  let living = 0;
  for (const { alive } of snakes) if (alive) living++;
  if (living === 0) return 'Nobody is playing at the moment.';
  return living === 1 ? 'One snake is alive.' : `${living} snakes are alive.`;
}
