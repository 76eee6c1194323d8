// The second screen: one room, played or watched, from entering to leaving.

import { type Heading, nobody } from '../../rules/index.ts';
import { type SnakeRoom, sentenceOf } from '../entry.ts';
import { FieldView } from '../field/field-view.ts';
import { part, say } from '../page.ts';
import { type Change, Changes } from './changes.ts';
import { listen } from './controls.ts';
import { type Death, newsOf, reasonOf } from './deaths.ts';
import { Feed } from './feed.ts';
import { leaderOf } from './leader.ts';
import { Pad } from './pad.ts';
import { Scores } from './scores.ts';
import { ShareLink } from './share-link.ts';
import { SoundSwitch } from './sound-switch.ts';
import { StatusLine } from './status-line.ts';
import { type Talk, talkOf, winnerIn } from './talk.ts';

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
  readonly #touch = matchMedia('(pointer: coarse)');
  readonly #view: FieldView;
  readonly #scores: Scores;
  readonly #feed = new Feed();
  readonly #sound = new SoundSwitch();
  readonly #changes = new Changes();
  readonly #stops: (() => void)[];
  #leader: number | undefined;
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
    this.#screen.classList.toggle('watching', room.seat === undefined);
    this.#view = new FieldView(room, this.#stage);
    this.#scores = new Scores(room);
    this.#stops = [...this.#parts(), ...this.#subscriptions()];
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
    const status = new StatusLine(this.#room);
    const pad = new Pad((heading) => this.#turn(heading));
    return [
      () => this.#view.stop(),
      () => this.#feed.stop(),
      () => this.#sound.stop(),
      () => status.stop(),
      () => pad.stop(),
      listen(this.#stage, {
        turn: (heading) => this.#turn(heading),
        play: () => this.#playAgain(),
        leave: () => this.#leave(),
        mute: () => this.#sound.toggle(),
      }),
      on(this.#play, () => {
        this.#playAgain();
        this.#steer();
      }),
      on(part('leave'), () => this.#leave()),
    ];
  }

  #subscriptions(): (() => void)[] {
    const room = this.#room;
    const link = new ShareLink(room.id);
    return [
      () => link.stop(),
      room.on('died', (death) => this.#died(death)),
      room.on('gameOver', () => this.#gameOver()),
      room.on('noPlace', ({ seat }) => {
        if (seat !== room.seat) return;
        this.#isCrowded = true;
        this.#feed.tell('No free place right now', true);
      }),
      room.onTick(() => this.#ticked()),
      room.onStatus((status, reason) => {
        if (status === 'closed') return this.#leave(reason && sentenceOf(reason.message));
        if (status === 'live') link.show(room.id);
        else this.#changes.reset();
        this.#talk();
      }),
    ];
  }

  #ticked(): void {
    const { seat, state } = this.#room;
    const own = seat === undefined ? undefined : state.snakes.at(seat);
    if (own?.alive) {
      this.#reason = undefined;
      this.#isCrowded = false;
    }
    this.#leader = leaderOf(state.snakes, this.#leader);
    this.#view.ticked(this.#leader);
    this.#scores.show(this.#leader);
    this.#changed(this.#changes.follow(this.#room));
    this.#talk();
  }

  #changed({ meals, news, countdown, starts }: Change): void {
    const { sounds } = this.#sound;
    for (const { snake, points } of meals) {
      if (snake.slot === (this.#room.seat ?? this.#leader)) this.#view.ate(snake, points);
      if (snake.slot === this.#room.seat) sounds.eat(points);
    }
    for (const sentence of news) this.#feed.tell(sentence);
    if (countdown !== undefined) sounds.tick();
    if (starts) sounds.go();
  }

  #talk(): void {
    this.#show(
      talkOf(this.#room, {
        reason: this.#reason,
        isCrowded: this.#isCrowded,
        problem: this.#problem,
        leader: this.#leader,
        isTouch: this.#touch.matches,
      }),
    );
  }

  #show({ headline, hint, banner, note, action }: Talk): void {
    say(part('headline'), headline);
    say(part('hint'), hint);
    const sign = part('banner');
    if (banner !== '') {
      say(part('banner-title'), banner);
      say(part('banner-note'), note);
    }
    sign.classList.toggle('shown', banner !== '');
    this.#play.classList.toggle('absent', action === '');
    if (action !== '') say(this.#play, action);
  }

  #died(death: Death): void {
    const { seat, state } = this.#room;
    this.#view.died(death);
    const isOwn = death.seat === seat;
    this.#feed.tell(newsOf(death, state, seat), isOwn);
    if (isOwn) {
      this.#reason = reasonOf(death, state);
      this.#sound.sounds.ownDeath();
    } else if (state.snakes.at(death.seat) !== undefined || death.by !== nobody) {
      this.#sound.sounds.death();
    }
  }

  #gameOver(): void {
    const winner = winnerIn(this.#room.state.snakes);
    this.#feed.tell(winner === '' ? 'Game over' : `Game over: ${winner}`);
    this.#sound.sounds.gameOver();
  }

  #turn(heading: Heading): void {
    const { seat, state } = this.#room;
    if (!this.#room.send('turn', { heading })) return;
    this.#view.turned(heading);
    if (seat !== undefined && state.snakes.at(seat)?.alive) this.#sound.sounds.turn();
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
      if (this.#room.status === 'closed') return;
      this.#problem = sentenceOf(error);
      this.#feed.tell(this.#problem, true);
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
