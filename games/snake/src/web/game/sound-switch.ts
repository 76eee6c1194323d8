// The button that mutes, which the browser remembers.

import { isMuteRemembered, rememberMute } from '../memory.ts';
import { part } from '../page.ts';
import { Sounds } from './sounds.ts';

export class SoundSwitch {
  readonly sounds = new Sounds(isMuteRemembered());
  readonly #button = part('mute', 'button');
  readonly #stop = new AbortController();

  constructor() {
    this.#button.addEventListener('click', () => this.toggle(), { signal: this.#stop.signal });
    this.#show();
  }

  toggle(): void {
    this.sounds.isMuted = !this.sounds.isMuted;
    rememberMute(this.sounds.isMuted);
    this.#show();
    // Says by itself that it is on.
    this.sounds.tick();
  }

  stop(): void {
    this.#stop.abort();
    this.sounds.stop();
  }

  #show(): void {
    this.#button.setAttribute('aria-pressed', String(this.sounds.isMuted));
  }
}
