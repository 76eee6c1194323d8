// The controls below a recording: play and pause, a scrubber with marks where snakes died, the speed,
// and a link to the moment that is shown.

import { make, part, say } from '../page.ts';
import { clockOf } from './clock.ts';
import type { SnakePlayback } from './source.ts';

const copiedMs = 1_600;
/** Marks that lie nearer to each other, as a share of the track, are one. */
const marksApart = 1 / 240;

export class Transport {
  readonly #playback: SnakePlayback;
  readonly #bar = part('transport');
  readonly #toggle = part('playback', 'button');
  readonly #seek = part('seek', 'input');
  readonly #pace = part('pace', 'select');
  readonly #copy = part('copy-moment', 'button');
  readonly #marks = part('marks');
  readonly #stop = new AbortController();
  /** It played when the scrubber was taken, and does again when it is let go. */
  #goesOn = false;

  constructor(playback: SnakePlayback) {
    this.#playback = playback;
    const { signal } = this.#stop;
    this.#bar.hidden = false;
    this.#seek.min = String(playback.firstTick);
    this.#seek.max = String(playback.lastTick);
    this.#seek.step = '1';
    this.#pace.value = '1';
    this.#marks.replaceChildren();
    this.#toggle.addEventListener('click', () => this.toggle(), { signal });
    this.#seek.addEventListener('input', () => this.#scrub(), { signal });
    this.#seek.addEventListener('change', () => this.#letGo(), { signal });
    this.#pace.addEventListener(
      'change',
      () => {
        playback.speed = Number(this.#pace.value);
      },
      { signal },
    );
    this.#copy.addEventListener('click', () => void this.#copyLink(), { signal });
    signal.addEventListener(
      'abort',
      playback.onChange(() => this.#show()),
    );
    this.#show();
    void this.#mark();
  }

  toggle(): void {
    if (this.#playback.isPlaying) this.#playback.pause();
    else this.#playback.play();
  }

  /** Jumps so many seconds of the match on, or back. */
  skip(seconds: number): void {
    const { room, moment } = this.#playback;
    this.#playback.seek(moment + seconds * room.tickRate);
  }

  stop(): void {
    this.#stop.abort();
    this.#bar.hidden = true;
  }

  #scrub(): void {
    if (this.#playback.isPlaying) {
      this.#goesOn = true;
      this.#playback.pause();
    }
    this.#playback.seek(Number(this.#seek.value));
  }

  #letGo(): void {
    const goesOn = this.#goesOn;
    this.#goesOn = false;
    // At the end there is nothing to go on to, and playing would begin again.
    if (goesOn && this.#playback.moment < this.#playback.lastTick) this.#playback.play();
    else this.#show();
  }

  #show(): void {
    const { firstTick, lastTick, moment, isPlaying, room } = this.#playback;
    const at = clockOf((moment - firstTick) / room.tickRate);
    const all = clockOf((lastTick - firstTick) / room.tickRate);
    this.#seek.value = String(Math.round(moment));
    const share = (moment - firstTick) / Math.max(1, lastTick - firstTick);
    this.#seek.style.setProperty('--done', String(share));
    this.#seek.setAttribute('aria-valuetext', `${at} of ${all}`);
    say(part('time-now'), at);
    say(part('time-all'), all);
    const isRunning = isPlaying || this.#goesOn;
    this.#toggle.dataset.playing = String(isRunning);
    say(part('playback-text'), isRunning ? 'Pause' : moment >= lastTick ? 'Play again' : 'Play');
  }

  /** Where snakes died; many deaths in one place are one mark. */
  async #mark(): Promise<void> {
    const { firstTick, lastTick } = this.#playback;
    const deaths = await this.#playback.eventsOf('died');
    if (this.#stop.signal.aborted) return;
    let last = Number.NEGATIVE_INFINITY;
    for (const { tick } of deaths) {
      const share = (tick - firstTick) / Math.max(1, lastTick - firstTick);
      if (share - last < marksApart) continue;
      last = share;
      const mark = make('span', 'mark');
      mark.style.setProperty('--at', String(share));
      this.#marks.append(mark);
    }
  }

  async #copyLink(): Promise<void> {
    const { run, moment } = this.#playback;
    const path = `/watch/${run}?t=${Math.round(moment)}`;
    history.replaceState(null, '', path);
    try {
      await navigator.clipboard.writeText(new URL(path, location.href).href);
      say(part('copy-moment-text'), 'Copied');
      this.#copy.classList.add('copied');
    } catch {
      // Only pages from https or localhost may write there; the address can be copied anyway.
      say(part('copy-moment-text'), 'In the address');
    }
    setTimeout(() => {
      say(part('copy-moment-text'), 'Copy link');
      this.#copy.classList.remove('copied');
    }, copiedMs);
  }
}
