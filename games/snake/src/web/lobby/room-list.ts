// The list of open rooms in the lobby, asked for again and again while the lobby is shown.

import { make, part } from '../page.ts';

interface RoomFacts {
  readonly id: string;
  readonly seated: number;
  readonly seats: number;
  readonly watching: number;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface RoomListEvents {
  join(room: string): void;
  watch(room: string): void;
}

const pollMs = 2_000;
const roomsMax = 20;

export class RoomList {
  readonly #events: RoomListEvents;
  readonly #list = part('rooms');
  readonly #none = part('no-rooms');
  readonly #rows = new Map<string, Row>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts starts: an answer to an earlier one is not shown. */
  #run = 0;

  constructor(events: RoomListEvents) {
    this.#events = events;
  }

  start(): void {
    this.stop();
    void this.#poll(this.#run);
  }

  stop(): void {
    this.#run++;
    clearTimeout(this.#timer);
  }

  async #poll(run: number): Promise<void> {
    const rooms = await fetchRooms();
    if (run !== this.#run) return;
    if (rooms !== undefined) this.#show(rooms);
    this.#timer = setTimeout(() => void this.#poll(run), pollMs);
  }

  /** Rows stay the same elements while their room is there: the focus must not be lost. */
  #show(rooms: readonly RoomFacts[]): void {
    const shown = rooms.toSorted((a, b) => b.seated - a.seated).slice(0, roomsMax);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    shown.forEach((facts, i) => {
      const row = this.#rows.get(facts.id) ?? new Row(facts.id, this.#events);
      this.#rows.set(facts.id, row);
      row.show(facts);
      const there = this.#list.children[i];
      if (there !== row.element) this.#list.insertBefore(row.element, there ?? null);
    });
    this.#none.hidden = shown.length > 0;
  }
}

class Row {
  readonly element = make('li', '');
  readonly #players = make('p', '');
  readonly #about = make('p', 'about');
  readonly #join = make('button', '', 'Join');

  constructor(id: string, events: RoomListEvents) {
    const text = make('div', '');
    text.append(this.#players, this.#about);
    const watch = make('button', '', 'Watch');
    this.element.dataset.testid = 'room';
    this.element.dataset.room = id;
    this.#join.dataset.testid = 'join-room';
    watch.dataset.testid = 'watch-room';
    this.#join.type = 'button';
    watch.type = 'button';
    this.#join.addEventListener('click', () => events.join(id));
    watch.addEventListener('click', () => events.watch(id));
    this.element.append(text, this.#join, watch);
  }

  show({ seated, seats, watching, options }: RoomFacts): void {
    const watchers = watching > 0 ? `, ${watching} watching` : '';
    this.#players.textContent = `${seated} of ${seats} players${watchers}`;
    this.#about.textContent = aboutOf(options);
    this.#join.disabled = seated >= seats;
  }
}

function aboutOf({ speed, field, stones }: RoomFacts['options']): string {
  const size = field === 'large' ? '120\u00a0×\u00a070' : '50\u00a0×\u00a025';
  return [`${speed} speed`, size, stones ? 'stones' : 'no stones'].join(' · ');
}

/** Undefined where the server cannot be asked at the moment. */
async function fetchRooms(): Promise<readonly RoomFacts[] | undefined> {
  try {
    const response = await fetch('/rooms?game=snake');
    const { rooms } = (await response.json()) as { rooms: readonly RoomFacts[] };
    return rooms;
  } catch {
    return undefined;
  }
}
