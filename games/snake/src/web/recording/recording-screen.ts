// A match played back: the same field, scores and news as of a live room, with its transport below.

import { Show } from '../game/show.ts';
import { signOf } from '../game/talk.ts';
import { part, say } from '../page.ts';
import type { SnakePlayback } from './source.ts';
import { Transport } from './transport.ts';

/** Arrows jump so far, in seconds. */
const skipS = 5;

export interface RecordingScreenEvents {
  /** The viewer wants to leave. */
  left(): void;
  /** It came to its end by itself. */
  ended(): void;
}

export class RecordingScreen {
  readonly #playback: SnakePlayback;
  readonly #events: RecordingScreenEvents;
  readonly #screen = part('game');
  readonly #stage = part('stage');
  readonly #show: Show;
  readonly #transport: Transport;
  readonly #stop = new AbortController();
  #wasPlaying = false;

  /** Plays at once, from this tick on. */
  constructor(playback: SnakePlayback, tick: number, events: RecordingScreenEvents) {
    this.#playback = playback;
    this.#events = events;
    const { room } = playback;
    this.#screen.hidden = false;
    this.#screen.classList.add('watching', 'recording');
    say(part('recorded-at'), dateOf(playback.beganAt));
    playback.seek(tick);
    this.#show = new Show(room, this.#stage);
    this.#transport = new Transport(playback);
    const { signal } = this.#stop;
    signal.addEventListener(
      'abort',
      playback.onSeek(() => this.#jumped()),
    );
    signal.addEventListener(
      'abort',
      room.onTick(() => this.#show.sign(signOf(room))),
    );
    signal.addEventListener(
      'abort',
      playback.onChange(() => this.#changed()),
    );
    this.#stage.addEventListener('click', () => this.#transport.toggle(), { signal });
    part('to-lobby').addEventListener('click', () => this.#leave(), { signal });
    addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#show.sign(signOf(room));
    scrollTo(0, 0);
    this.#stage.focus({ preventScroll: true });
    playback.play();
  }

  close(): void {
    this.#stop.abort();
    this.#transport.stop();
    this.#show.stop();
    void this.#playback.room.leave();
    this.#screen.classList.remove('recording');
  }

  #jumped(): void {
    this.#show.reset();
    this.#show.feed.stop();
  }

  #changed(): void {
    const { isPlaying, moment, lastTick } = this.#playback;
    const hasEnded = this.#wasPlaying && !isPlaying && moment >= lastTick;
    this.#wasPlaying = isPlaying;
    if (hasEnded) this.#events.ended();
  }

  #leave(): void {
    this.close();
    this.#screen.hidden = true;
    this.#events.left();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { code, target, repeat } = event;
    // These do what they say, or choose.
    if (target instanceof HTMLButtonElement && code === 'Space') return;
    if (target instanceof HTMLSelectElement && code !== 'Escape') return;
    if (code === 'Space' || code === 'KeyK') {
      if (!repeat) this.#transport.toggle();
    } else if (code === 'ArrowLeft') this.#transport.skip(-skipS);
    else if (code === 'ArrowRight') this.#transport.skip(skipS);
    else if (code === 'Escape' && !repeat) this.#leave();
    else if (event.key.toLowerCase() === 'm' && !repeat) this.#show.sound.toggle();
    else return;
    event.preventDefault();
  }
}

function dateOf(ms: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
