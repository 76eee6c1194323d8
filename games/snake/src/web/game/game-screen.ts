// The second screen: one room, played or watched, from entering to leaving.

import { type SnakeRoom, sentenceOf } from '../entry.ts';
import { FieldView } from '../field/field-view.ts';
import { part, say } from '../page.ts';
import { listen } from './controls.ts';
import { type Death, reasonOf } from './deaths.ts';
import { Scores } from './scores.ts';
import { ShareLink } from './share-link.ts';
import { StatusLine } from './status-line.ts';
import { type Talk, talkOf } from './talk.ts';

export interface GameScreenEvents {
  /** The player left, or the room is over: then with why. */
  left(problem?: string): void;
  /** A spectator wants a seat in the room; rejects where there is none. */
  join(room: string): Promise<void>;
}

export class GameScreen {
  readonly #room: SnakeRoom;
  readonly #events: GameScreenEvents;
  readonly #screen = part('game');
  readonly #stage = part('stage');
  readonly #play = part('play', 'button');
  readonly #view: FieldView;
  readonly #scores: Scores;
  readonly #status: StatusLine;
  readonly #stops: (() => void)[];
  /** Why your last snake died. */
  #reason: string | undefined;
  #isCrowded = false;
  /** Why this spectator got no seat. */
  #problem = '';
  #isJoining = false;

  constructor(room: SnakeRoom, events: GameScreenEvents) {
    this.#room = room;
    this.#events = events;
    this.#screen.hidden = false;
    this.#view = new FieldView(room, this.#stage);
    this.#scores = new Scores(room);
    this.#status = new StatusLine(room);
    const link = new ShareLink(room.id);
    this.#stops = [
      () => this.#view.stop(),
      () => this.#status.stop(),
      () => link.stop(),
      listen(this.#stage, {
        turn: (heading) => room.send('turn', { heading }),
        play: () => this.#playAgain(),
      }),
      room.on('died', (death) => this.#died(death)),
      room.on('noPlace', ({ seat }) => {
        if (seat === room.seat) this.#isCrowded = true;
      }),
      room.onTick(() => this.#ticked()),
      room.onStatus((status, reason) => {
        if (status === 'closed') return this.#leave(reason && sentenceOf(reason.message));
        if (status === 'live') link.show(room.id);
        this.#talk();
      }),
      on(this.#play, () => {
        this.#playAgain();
        this.#stage.focus();
      }),
      on(part('leave'), () => this.#leave()),
    ];
    this.#ticked();
    this.#stage.focus();
  }

  #ticked(): void {
    const own =
      this.#room.seat === undefined ? undefined : this.#room.state.snakes.at(this.#room.seat);
    if (own?.alive) {
      this.#reason = undefined;
      this.#isCrowded = false;
    }
    this.#view.ticked();
    this.#scores.show();
    this.#talk();
  }

  #talk(): void {
    const past = { reason: this.#reason, isCrowded: this.#isCrowded, problem: this.#problem };
    this.#show(talkOf(this.#room, past));
  }

  #show({ headline, hint, banner, action }: Talk): void {
    say(part('headline'), headline);
    say(part('hint'), hint);
    const sign = part('banner');
    if (banner !== '') say(sign, banner);
    sign.classList.toggle('shown', banner !== '');
    this.#play.classList.toggle('absent', action === '');
    if (action !== '') say(this.#play, action);
  }

  #died(death: Death): void {
    this.#view.died(death);
    if (death.seat === this.#room.seat) this.#reason = reasonOf(death, this.#room.state);
  }

  /** The same key and button for whatever comes next: a seat, a first snake, another one. */
  #playAgain(): void {
    const { seat, state } = this.#room;
    if (seat === undefined) void this.#takeSeat();
    else if (!state.snakes.at(seat)?.alive) this.#room.send('play');
  }

  async #takeSeat(): Promise<void> {
    if (this.#isJoining) return;
    this.#isJoining = true;
    try {
      await this.#events.join(this.#room.id);
    } catch (error) {
      this.#problem = sentenceOf(error);
      this.#talk();
    }
    this.#isJoining = false;
  }

  #leave(problem?: string): void {
    this.close();
    this.#screen.hidden = true;
    this.#events.left(problem);
  }

  /** Leaves the room; the screen stays for whoever shows another. */
  close(): void {
    for (const stop of this.#stops) stop();
    void this.#room.leave();
  }
}

function on(element: HTMLElement, listener: () => void): () => void {
  element.addEventListener('click', listener);
  return () => element.removeEventListener('click', listener);
}
