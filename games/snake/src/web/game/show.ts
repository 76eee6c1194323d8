// What is seen and heard of a room, whether it is played, watched or a recording: the field, the scores,
// the news, the sounds.

import { nobody } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { FieldView } from '../field/field-view.ts';
import { part, say } from '../page.ts';
import { type Change, Changes } from './changes.ts';
import { type Death, newsOf } from './deaths.ts';
import { Feed } from './feed.ts';
import { leaderOf } from './leader.ts';
import { Scores } from './scores.ts';
import { SoundSwitch } from './sound-switch.ts';
import { type Sign, winnerIn } from './talk.ts';

export class Show {
  readonly view: FieldView;
  readonly feed = new Feed();
  readonly sound = new SoundSwitch();
  /** The seat that leads. */
  leader: number | undefined;
  readonly #room: SnakeRoom;
  #scores: Scores;
  readonly #changes = new Changes();
  readonly #stops: (() => void)[];

  constructor(room: SnakeRoom, stage: HTMLElement) {
    this.#room = room;
    this.view = new FieldView(room, stage);
    this.#scores = new Scores(room);
    this.#stops = [
      () => this.view.stop(),
      () => this.feed.stop(),
      () => this.sound.stop(),
      room.on('died', (death) => this.#died(death)),
      room.on('gameOver', () => this.#gameOver()),
      room.onTick(() => this.#ticked()),
    ];
    this.#ticked();
  }

  /** The next state is a beginning: nothing is told of what was between. */
  reset(): void {
    this.#changes.reset();
    this.view.jumped();
  }

  /** Another room, or this one made anew: what its rows are called is of other snakes. */
  renew(): void {
    this.#scores = new Scores(this.#room);
  }

  /** Upon the field; '' for nothing. */
  sign({ banner, note }: Sign): void {
    if (banner !== '') {
      say(part('banner-title'), banner);
      say(part('banner-note'), note);
    }
    part('banner').classList.toggle('shown', banner !== '');
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #ticked(): void {
    this.leader = leaderOf(this.#room.state.snakes, this.leader);
    this.view.ticked(this.leader);
    this.#scores.show(this.leader);
    this.#changed(this.#changes.follow(this.#room));
  }

  #changed({ meals, news, countdown, starts }: Change): void {
    const { sounds } = this.sound;
    for (const { snake, points } of meals) {
      if (snake.slot === (this.#room.seat ?? this.leader)) this.view.ate(snake, points);
      if (snake.slot === this.#room.seat) sounds.eat(points);
    }
    for (const sentence of news) this.feed.tell(sentence);
    if (countdown !== undefined) sounds.tick();
    if (starts) sounds.go();
  }

  #died(death: Death): void {
    const { seat, state } = this.#room;
    this.view.died(death);
    const isOwn = death.seat === seat;
    this.feed.tell(newsOf(death, state, seat), isOwn);
    if (isOwn) this.sound.sounds.ownDeath();
    else if (state.snakes.at(death.seat) !== undefined || death.by !== nobody) {
      this.sound.sounds.death();
    }
  }

  #gameOver(): void {
    const winner = winnerIn(this.#room.state.snakes);
    this.feed.tell(winner === '' ? 'Game over' : `Game over: ${winner}`);
    this.sound.sounds.gameOver();
  }
}
