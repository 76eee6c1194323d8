// The room that the page's address invites to: its picture, before the visitor goes in.

import { connect } from 'tickhouse/client';
import { watch } from '../entry.ts';
import { part, say } from '../page.ts';
import { Lookouts } from './lookouts.ts';
import { headCount, playersOf } from './players.ts';
import { RoomPicture } from './room-picture.ts';

/** Private rooms are in no list: whether there is somebody now is asked so often. */
const askMs = 10_000;

export class Invitation {
  readonly #card = part('invitation');
  readonly #text = part('invitation-text');
  readonly #picture = new RoomPicture(part('invitation-picture', 'canvas'));
  readonly #lookouts = new Lookouts({
    max: 1,
    watch: (room) => watch(room, connect(undefined, { reconnectMs: 0 })),
    seen: (_, state) => {
      this.#tell(headCount(playersOf(state)));
      this.#picture.draw(state);
    },
    lost: (_, why) => {
      this.#picture.clear();
      this.#tell(why === 'empty' ? 'nobody is here' : 'closed');
      this.#timer = setTimeout(() => this.#look(), askMs);
    },
  });
  #room: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#look());
  }

  /** @param room undefined: nobody is invited, or the lobby is not shown */
  show(room: string | undefined): void {
    this.#room = room;
    this.#card.hidden = room === undefined;
    this.#tell('');
    this.#picture.clear();
    this.#look();
  }

  #tell(who: string): void {
    say(this.#text, who === '' ? `Room ${this.#room}` : `Room ${this.#room}, ${who}`);
  }

  #look(): void {
    clearTimeout(this.#timer);
    const isSeen = this.#room !== undefined && !document.hidden;
    this.#lookouts.want(isSeen && this.#room !== undefined ? [this.#room] : []);
  }
}
