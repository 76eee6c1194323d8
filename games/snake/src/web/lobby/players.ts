// Who is in a room, in words and as a line of names.

import type { SnakeRoom } from '../entry.ts';
import { make } from '../page.ts';
import { colourDot } from './colour-dot.ts';

export interface Player {
  readonly name: string;
  readonly colour: number;
  readonly bot: boolean;
}

/** Those in the room, people first. */
export function playersOf({ snakes }: Pick<SnakeRoom['state'], 'snakes'>): Player[] {
  const players: Player[] = [];
  for (const { name, colour, bot } of snakes) players.push({ name, colour, bot });
  return players.sort((a, b) => Number(a.bot) - Number(b.bot));
}

/** For example "1 person, 2 bots". */
export function headCount(players: readonly Player[]): string {
  const bots = players.filter(({ bot }) => bot).length;
  const people = players.length - bots;
  const words = [people === 1 ? '1 person' : `${people} people`];
  if (bots > 0) words.push(bots === 1 ? '1 bot' : `${bots} bots`);
  return words.join(', ');
}

/** Shows names, and only as text; it writes anew only when somebody came or went. */
export class PlayerLine {
  readonly element = make('ul', 'players');
  #shown = '';

  show(players: readonly Player[]): void {
    const key = JSON.stringify(players);
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.replaceChildren(...players.map(itemOf));
  }
}

function itemOf({ name, colour, bot }: Player): HTMLElement {
  const item = make('li', 'player');
  item.dataset.testid = 'player';
  item.append(colourDot(colour), make('span', 'player-name', name));
  if (bot) item.append(make('span', 'tag', 'bot'));
  return item;
}
