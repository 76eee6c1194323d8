// The state of the connection, in one line: live with its round trip, reconnecting, closed.

import type { SnakeRoom } from '../entry.ts';
import { part, say } from '../page.ts';

const refreshMs = 1_000;

export class StatusLine {
  readonly #room: SnakeRoom;
  readonly #line = part('status');
  readonly #text = part('status-text');
  /** Apart, as a live region would speak of every new number. */
  readonly #ping = part('ping');
  readonly #stops: (() => void)[];

  constructor(room: SnakeRoom) {
    this.#room = room;
    const timer = setInterval(() => this.#show(), refreshMs);
    this.#stops = [() => clearInterval(timer), room.onStatus(() => this.#show())];
    this.#show();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #show(): void {
    const { status, roundTripMs, bytesPerSecond } = this.#room;
    this.#line.dataset.status = status;
    const isLive = status === 'live';
    const ping = roundTripMs === undefined ? '' : `${Math.round(roundTripMs)} ms`;
    const rate = `${Math.round(bytesPerSecond)} bytes a second`;
    this.#line.title = isLive ? rate : '';
    say(this.#text, status);
    say(this.#ping, isLive ? ping : '');
  }
}
