// The link that leads others into this room: shown, copied, and in the page's address.

import { part, say } from '../page.ts';

const copiedMs = 1_600;

export class ShareLink {
  readonly #field = part('link', 'input');
  readonly #button = part('copy', 'button');
  readonly #stop = new AbortController();

  constructor(room: string) {
    this.show(room);
    say(this.#button, 'Copy');
    const { signal } = this.#stop;
    this.#field.addEventListener('focus', () => this.#field.select(), { signal });
    this.#button.addEventListener('click', () => void this.#copy(), { signal });
  }

  /** A player who lost a quick room may come back into another. */
  show(room: string): void {
    const address = `/?room=${encodeURIComponent(room)}`;
    history.replaceState(null, '', address);
    this.#field.value = new URL(address, location.href).href;
    say(part('room-name'), `Room ${room}`);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#field.value);
      say(this.#button, 'Copied');
      setTimeout(() => say(this.#button, 'Copy'), copiedMs);
    } catch {
      // Only pages from https or localhost may write there: let the player copy it.
      this.#field.select();
    }
  }
}
