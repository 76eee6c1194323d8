// Who plays, as classic clients hear of it: joined, score, game over. All of it is read off two states,
// so nothing is missed where several ticks come in one message.

import type { VisibleState } from '../../rules/index.ts';
import type { Command } from './messages.ts';

interface Life {
  /** Tells a snake from the one that its player had before. */
  readonly since: number;
  readonly score: number;
}

export class Players {
  /** The living, by the id of their row. */
  #living: ReadonlyMap<number, Life> = new Map();

  /** Takes the state over; returns who came, what they scored, and who is dead. */
  follow({ snakes }: VisibleState): Command[] {
    const before = this.#living;
    const now = new Map<number, Life>();
    const joined: Command[] = [];
    const scored: Command[] = [];
    for (const { id, alive, name, colour, score, movesAt } of snakes) {
      if (!alive) continue;
      now.set(id, { since: movesAt, score });
      const life = before.get(id);
      if (life?.since !== movesAt) joined.push(['p_joined', id, name, colour, score]);
      else if (life.score !== score) scored.push(['p_score', id, score]);
    }
    const over: Command[] = [];
    for (const [id, { since }] of before) {
      if (now.get(id)?.since !== since) over.push(['p_gameover', id]);
    }
    this.#living = now;
    return [...over, ...joined, ...scored];
  }
}
