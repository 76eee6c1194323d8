// The second screen: one room, played or watched, from entering to leaving.

import type { Heading } from '../../rules/index.ts';
import { type SnakeRoom, sentenceOf } from '../entry.ts';
import { part, say } from '../page.ts';
import { standIn } from '../trail.ts';
import { type Loss, lossOf, newsOfLoss, type Seen, seenIn } from './absence.ts';
import { listen } from './controls.ts';
import { reasonOf } from './deaths.ts';
import { Pad } from './pad.ts';
import { ShareLink } from './share-link.ts';
import { Show } from './show.ts';
import { StatusLine } from './status-line.ts';
import { type Talk, talkOf } from './talk.ts';

export interface GameScreenEvents {
  /** The player left, or the room is over: then with why. */
  left(problem?: string): void;
  /** A spectator wants a seat in the room; rejects where there is none. */
  join(room: string): Promise<void>;
}

export class GameScreen {
  readonly room: SnakeRoom;
  readonly #events: GameScreenEvents;
  readonly #screen = part('game');
  readonly #stage = part('stage');
  readonly #play = part('play', 'button');
  readonly #touch = matchMedia('(pointer: coarse)');
  readonly #show: Show;
  readonly #stops: (() => void)[];
  /** Your living snake, when the connection was lost. */
  #seen: Seen | undefined;
  /** Where the room was, when the connection was lost. */
  #lastTick = 0;
  /** What became of it, until you have another. */
  #loss: Loss | undefined;
  #isCrowded = false;
  /** Why this spectator got no seat. */
  #problem = '';
  #isJoining = false;

  /** @param seen your living snake, where an earlier page left it */
  constructor(room: SnakeRoom, events: GameScreenEvents, seen?: Seen) {
    this.room = room;
    this.#events = events;
    this.#screen.hidden = false;
    this.#screen.classList.remove('recording');
    this.#screen.classList.toggle('watching', room.seat === undefined);
    this.#show = new Show(room, this.#stage);
    this.#stops = [...this.#parts(), ...this.#subscriptions()];
    this.#seen = seen;
    this.#cameBack();
    this.#ticked();
    scrollTo(0, 0);
    this.#steer();
  }

  /** The keys are for the snake again. */
  #steer(): void {
    this.#stage.focus({ preventScroll: true });
  }

  /** What stands on the screen by itself; each is stopped when the screen is left. */
  #parts(): (() => void)[] {
    const status = new StatusLine(this.room);
    const pad = new Pad((heading) => this.#turn(heading));
    return [
      () => this.#show.stop(),
      () => status.stop(),
      () => pad.stop(),
      listen(this.#stage, {
        turn: (heading) => this.#turn(heading),
        play: () => this.#playAgain(),
        leave: () => this.#leave(),
        mute: () => this.#show.sound.toggle(),
      }),
      on(this.#play, () => {
        this.#playAgain();
        this.#steer();
      }),
      on(part('leave'), () => this.#leave()),
    ];
  }

  #subscriptions(): (() => void)[] {
    const room = this.room;
    const link = new ShareLink(room);
    return [
      () => link.stop(),
      room.on('noPlace', ({ seat }) => {
        if (seat !== room.seat) return;
        this.#isCrowded = true;
        this.#show.feed.tell('No free place right now', true);
      }),
      room.onTick(() => this.#ticked()),
      room.onStatus((status, reason) => {
        if (status === 'closed') return this.#leave(reason && sentenceOf(reason));
        if (status === 'live') {
          // A player who lost a quick room may come back into another.
          standIn(room);
          link.show(room);
          if (room.tick < this.#lastTick) this.#show.renew();
          this.#cameBack();
        } else {
          this.#seen ??= seenIn(room);
          this.#lastTick = room.tick;
          this.#show.reset();
        }
        this.#talk();
      }),
    ];
  }

  #ticked(): void {
    const { seat, state } = this.room;
    const own = seat === undefined ? undefined : state.snakes.at(seat);
    if (own?.alive) {
      this.#loss = undefined;
      this.#isCrowded = false;
    }
    this.#talk();
  }

  #talk(): void {
    this.#say(
      talkOf(this.room, {
        loss: this.#loss,
        isCrowded: this.#isCrowded,
        problem: this.#problem,
        leader: this.#show.leader,
        isTouch: this.#touch.matches,
      }),
    );
  }

  #say(talk: Talk): void {
    const { headline, hint, action } = talk;
    say(part('headline'), headline);
    say(part('hint'), hint);
    this.#show.sign(talk);
    this.#play.classList.toggle('absent', action === '');
    if (action !== '') say(this.#play, action);
  }

  /** Tells what no event could. */
  #cameBack(): void {
    const { room } = this;
    const loss = lossOf(this.#seen, room);
    this.#seen = undefined;
    if (loss === undefined) return;
    this.#loss = loss;
    const reason = room.seat === undefined ? undefined : reasonOf(room.seat, room.state);
    this.#show.feed.tell(newsOfLoss(loss, reason), true);
  }

  #turn(heading: Heading): void {
    const { seat, state } = this.room;
    if (!this.room.send('turn', { heading })) return;
    this.#show.view.turned(heading);
    if (seat !== undefined && state.snakes.at(seat)?.alive) this.#show.sound.sounds.turn();
  }

  /** The same key and button for whatever comes next: a seat, a first snake, another one. */
  #playAgain(): void {
    const { seat, state } = this.room;
    if (seat === undefined) void this.#takeSeat();
    else if (!state.snakes.at(seat)?.alive) this.room.send('play');
  }

  async #takeSeat(): Promise<void> {
    if (this.#isJoining) return;
    this.#isJoining = true;
    try {
      await this.#events.join(this.room.id);
    } catch (error) {
      if (this.room.status === 'closed') return;
      this.#problem = sentenceOf(error);
      this.#show.feed.tell(this.#problem, true);
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
    void this.room.leave();
  }
}

function on(element: HTMLElement, listener: () => void): () => void {
  element.addEventListener('click', listener);
  return () => element.removeEventListener('click', listener);
}
