// One open room in the lobby's list: its picture, who is in it, what was chosen for it, the ways in.

import type { Choices, SnakeRoom } from '../entry.ts';
import { make, say } from '../page.ts';
import { inWords } from './choices.ts';
import { headCount, PlayerLine, playersOf } from './players.ts';
import { RoomPicture } from './room-picture.ts';

/** A room as `GET /rooms` tells of it. */
export interface RoomFacts {
  readonly id: string;
  readonly seated: number;
  readonly seats: number;
  readonly options: Choices;
}

export interface RowEvents {
  join(room: string): void;
  watch(room: string): void;
}

export class RoomRow {
  readonly element = make('li', 'room');
  readonly #count = make('h3', 'count');
  readonly #line = new PlayerLine();
  readonly #about = make('p', 'about');
  readonly #picture = new RoomPicture(make('canvas', 'picture'));
  readonly #join = make('button', '', 'Join');
  readonly #watch = make('button', '', 'Watch');
  /** Whether the picture is kept up to date. */
  #isLive = false;

  constructor(id: string, events: RowEvents) {
    this.element.dataset.testid = 'room';
    this.element.dataset.room = id;
    const { canvas } = this.#picture;
    canvas.dataset.testid = 'room-picture';
    canvas.role = 'img';
    canvas.ariaLabel = 'The field of this room, live';
    this.#join.dataset.testid = 'join-room';
    this.#watch.dataset.testid = 'watch-room';
    for (const button of [this.#join, this.#watch]) button.type = 'button';
    this.#join.addEventListener('click', () => events.join(id));
    this.#watch.addEventListener('click', () => events.watch(id));
    const ways = make('div', 'ways');
    ways.append(this.#join, this.#watch);
    this.element.append(canvas, this.#count, this.#line.element, this.#about, ways);
  }

  showFacts({ seated, seats, options }: RoomFacts): void {
    if (!this.#isLive) this.#showCount(seated === 1 ? '1 player' : `${seated} players`);
    say(this.#about, inWords(options));
    this.#join.disabled = seated >= seats;
  }

  showState(state: SnakeRoom['state']): void {
    this.#isLive = true;
    const players = playersOf(state);
    this.#showCount(headCount(players));
    this.#line.show(players);
    this.#picture.draw(state);
  }

  /** Nothing is heard of the room for now: what is not known is not shown. */
  showNoState(): void {
    if (!this.#isLive) return;
    this.#isLive = false;
    this.#line.show([]);
    this.#picture.clear();
  }

  /** Several rows have the same buttons: their names say which room they lead to. */
  #showCount(count: string): void {
    if (this.#count.textContent === count) return;
    this.#count.textContent = count;
    this.#join.ariaLabel = `Join the room with ${count}`;
    this.#watch.ariaLabel = `Watch the room with ${count}`;
  }
}
