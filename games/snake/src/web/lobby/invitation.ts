// The room that the page's address invites to: its picture or what is the matter with it, before the
// visitor goes in.

import { connect } from 'tickhouse/client';
import { mayBeMade } from '../address.ts';
import { watch } from '../entry.ts';
import { part, say } from '../page.ts';
import { Lookouts, type WatchedRoom, type WhyLost } from './lookouts.ts';
import { headCount, playersOf } from './players.ts';
import { RoomPicture } from './room-picture.ts';

/** Private rooms are in no list: whether there is somebody now is asked so often. */
const askMs = 2_000;
/** Who looks at a room keeps it open: an empty one is let go for longer than it stays. */
const askEmptyMs = 6_000;

/**
 * `open`: it can be joined, or nothing is known yet · `empty`: and nobody is in it · `full`: it can be
 * watched · `closed`: for good · `nowhere`: the link names no room · `unknown`: nobody answers
 */
export type Standing = 'open' | 'empty' | 'full' | 'closed' | 'nowhere' | 'unknown';

const titles: Readonly<Record<Standing, string>> = {
  open: 'You are invited',
  empty: 'You are invited',
  full: 'You are invited',
  closed: 'This room has closed',
  nowhere: 'This link leads to no room',
  unknown: 'You are invited',
};

/** In the picture's place, where there is nothing to be seen. */
const signs: Readonly<Record<Standing, string>> = {
  open: '',
  empty: 'Nobody is here yet',
  full: '',
  closed: 'Everybody has left',
  nowhere: 'There is no such room',
  unknown: 'The server cannot be reached',
};

export class Invitation {
  readonly #card = part('invitation');
  readonly #picture = new RoomPicture(part('invitation-picture', 'canvas'));
  readonly #changed: (standing: Standing) => void;
  readonly #lookouts = new Lookouts({
    max: 1,
    watch: (room) => watch(room, connect(undefined, { reconnectMs: 0 })),
    seen: (_, state) => this.#seen(state),
    lost: (_, why) => this.#lost(why),
  });
  #room: string | undefined;
  #standing: Standing = 'open';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param changed hears how it stands with the room, each time that changes */
  constructor(changed: (standing: Standing) => void) {
    this.#changed = changed;
    document.addEventListener('visibilitychange', () => this.#look());
  }

  /** @param room undefined: nobody is invited, or the lobby is not shown; '': to no room at all */
  show(room: string | undefined): void {
    this.#room = room;
    this.#card.hidden = room === undefined;
    this.#picture.clear();
    if (room === '') this.#tell('nowhere', 'A part of it may be missing.');
    else this.#tell('open', `Room ${room ?? ''}`);
    this.#changed(this.#standing);
    this.#look();
  }

  #seen(state: WatchedRoom['state']): void {
    const { size, capacity } = state.snakes;
    const who = headCount(playersOf(state));
    if (size < capacity) this.#tell('open', `Room ${this.#room}, ${who}`);
    else this.#tell('full', `Room ${this.#room} is full: ${who}`);
    this.#picture.draw(state);
  }

  #lost(why: WhyLost): void {
    const room = this.#room ?? '';
    this.#picture.clear();
    if (why === 'unknown') this.#tell('unknown', `Room ${room}`);
    else if (why === 'empty' || mayBeMade(room)) {
      this.#tell('empty', `Room ${room}`);
    } else {
      this.#tell('closed', 'Play with others, or make a room of your own.');
      return;
    }
    this.#timer = setTimeout(() => this.#look(), why === 'empty' ? askEmptyMs : askMs);
  }

  #tell(standing: Standing, text: string): void {
    say(part('invitation-title'), titles[standing]);
    say(part('invitation-sign'), signs[standing]);
    say(part('invitation-text'), text);
    if (standing === this.#standing) return;
    this.#standing = standing;
    this.#changed(standing);
  }

  #look(): void {
    clearTimeout(this.#timer);
    const isSeen = this.#room && !document.hidden && this.#standing !== 'closed';
    this.#lookouts.want(isSeen && this.#room ? [this.#room] : []);
  }
}
