// The best of all games on this server, as it tells them; a server that does not tell shows no list.

import { make, part } from '../page.ts';
import { colourDot } from './colour-dot.ts';

interface TopScore {
  readonly name: string;
  readonly points: number;
  readonly colour: number;
  /** The match that it was made in, and when; not known of every score. */
  readonly run?: string;
  readonly tick?: number;
}

const refreshMs = 5_000;
const scoresMax = 15;
/** A recording of a score begins so many ticks before its end: about 8 s at the usual speed. */
const ticksBefore = 64;

export class TopScores {
  readonly #card = part('top-scores');
  readonly #list = part('top-scores-list');
  readonly #none = part('no-top-scores');
  #askedAt = Number.NEGATIVE_INFINITY;
  #shown = '';

  /** Asks the server, unless it was asked a moment ago. */
  async refresh(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#askedAt < refreshMs) return;
    this.#askedAt = nowMs;
    const scores = await fetchScores();
    if (scores === 'unreachable') return;
    this.#card.hidden = scores === 'untold';
    if (scores !== 'untold') this.#show(scores.slice(0, scoresMax));
  }

  #show(scores: readonly TopScore[]): void {
    const key = JSON.stringify(scores);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#list.replaceChildren(...scores.map(itemOf));
    this.#none.hidden = scores.length > 0;
  }
}

function itemOf({ name, points, colour, run, tick }: TopScore): HTMLElement {
  const item = make('li', 'top-score');
  item.dataset.testid = 'top-score';
  item.append(colourDot(colour), nameOf(name, run, tick), make('span', 'points', String(points)));
  return item;
}

/** A link to the match, where it is known. */
function nameOf(name: string, run: string | undefined, tick: number | undefined): HTMLElement {
  if (run === undefined || tick === undefined) return make('span', 'player-name', name);
  const link = make('a', 'player-name', name);
  link.href = `/watch/${encodeURIComponent(run)}?t=${Math.max(0, tick - ticksBefore)}`;
  link.title = 'See how it was made';
  link.dataset.testid = 'top-score-match';
  return link;
}

async function fetchScores(): Promise<readonly TopScore[] | 'untold' | 'unreachable'> {
  try {
    const response = await fetch('/top-scores');
    if (!response.ok) return 'untold';
    const { scores } = (await response.json()) as { scores: readonly TopScore[] };
    return scores;
  } catch {
    return 'unreachable';
  }
}
