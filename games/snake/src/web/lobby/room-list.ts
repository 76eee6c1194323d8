// The open rooms that somebody is in, asked for again and again while the lobby is seen; those on the
// screen are watched for their pictures.

import { connect } from 'tickhouse/client';
import { watch } from '../entry.ts';
import { part, say } from '../page.ts';
import { Lookouts } from './lookouts.ts';
import { type RoomFacts, RoomRow, type RowEvents } from './room-row.ts';
import { TopScores } from './top-scores.ts';

const pollMs = 2_000;
const roomsMax = 20;
const picturesMax = 6;

/** Why no room is to be seen, and what follows from it. */
const nobody = ['Nobody is playing right now', 'Quick play opens the first room.'] as const;
/** For whoever was invited to one. */
const noOther = ['No other room is open', 'Rooms that are open to all stand here.'] as const;
const unreachable = ['The server cannot be reached', 'It is asked again and again.'] as const;

interface Entry {
  readonly row: RoomRow;
  isOnScreen: boolean;
  /** Seen to be empty since the list was last asked for. */
  isEmpty: boolean;
}

export class RoomList {
  readonly #events: RowEvents;
  readonly #list = part('rooms');
  readonly #title = part('rooms-title');
  readonly #none = part('no-rooms');
  readonly #topScores = new TopScores();
  readonly #entries = new Map<string, Entry>();
  readonly #onScreen = new IntersectionObserver((changes) => this.#scrolled(changes));
  readonly #lookouts = new Lookouts({
    max: picturesMax,
    // A room that is lost is found again by the list, not by trying.
    watch: (room) => watch(room, connect(undefined, { reconnectMs: 0 })),
    seen: (room, state) => this.#entries.get(room)?.row.showState(state),
    lost: (room) => this.#lost(room),
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isShown = false;
  /** The room that stands on the page already. */
  #except: string | undefined;
  /** Counts starts: an answer to an earlier one is not shown. */
  #run = 0;

  constructor(events: RowEvents) {
    this.#events = events;
    document.addEventListener('visibilitychange', () => this.#goOn());
  }

  /** @param except a room that is left out: one is invited to it */
  start(except: string | undefined): void {
    this.#isShown = true;
    this.#except = except;
    say(this.#title, except === undefined ? 'Open rooms' : 'Other rooms');
    this.#goOn();
  }

  stop(): void {
    this.#isShown = false;
    this.#goOn();
  }

  /** A tab in the background neither asks nor watches. */
  #goOn(): void {
    this.#run++;
    clearTimeout(this.#timer);
    if (this.#isSeen) void this.#poll(this.#run);
    this.#look();
  }

  get #isSeen(): boolean {
    return this.#isShown && !document.hidden;
  }

  async #poll(run: number): Promise<void> {
    const [rooms] = await Promise.all([fetchRooms(), this.#topScores.refresh()]);
    if (run !== this.#run) return;
    const none = this.#except === undefined ? nobody : noOther;
    this.#show(rooms ?? [], rooms === undefined ? unreachable : none);
    this.#timer = setTimeout(() => void this.#poll(run), pollMs);
  }

  /** Rows stay the same elements in the same order while their room is there: neither the focus nor
   * what is under a pointer may change. */
  #show(rooms: readonly RoomFacts[], [title, note]: readonly [string, string]): void {
    const peopled = rooms.filter(({ id, seated }) => seated > 0 && id !== this.#except);
    const shown = peopled.sort((a, b) => b.seated - a.seated).slice(0, roomsMax);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, entry] of this.#entries) if (!ids.has(id)) this.#remove(id, entry);
    for (const facts of shown) {
      const entry = this.#entries.get(facts.id) ?? this.#add(facts.id);
      entry.isEmpty = false;
      entry.row.showFacts(facts);
    }
    this.#none.hidden = shown.length > 0;
    say(part('no-rooms-title'), title);
    say(part('no-rooms-note'), note);
    this.#look();
  }

  #add(id: string): Entry {
    const entry: Entry = {
      row: new RoomRow(id, this.#events),
      isOnScreen: false,
      isEmpty: false,
    };
    this.#entries.set(id, entry);
    this.#list.append(entry.row.element);
    this.#onScreen.observe(entry.row.element);
    return entry;
  }

  #remove(id: string, { row }: Entry): void {
    if (row.element.contains(document.activeElement)) this.#title.focus();
    this.#onScreen.unobserve(row.element);
    row.element.remove();
    this.#entries.delete(id);
  }

  #scrolled(changes: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of changes) {
      const entry = this.#entries.get((target as HTMLElement).dataset.room ?? '');
      if (entry?.row.element === target) entry.isOnScreen = isIntersecting;
    }
    this.#look();
  }

  #lost(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.isEmpty = true;
    entry.row.showNoState();
    this.#look();
  }

  /** Watches what is to be seen, and nothing else. */
  #look(): void {
    const wanted: string[] = [];
    for (const [id, { isOnScreen, isEmpty, row }] of this.#entries) {
      const isWanted = this.#isSeen && isOnScreen && !isEmpty && wanted.length < picturesMax;
      if (isWanted) wanted.push(id);
      else row.showNoState();
    }
    this.#lookouts.want(wanted);
  }
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
