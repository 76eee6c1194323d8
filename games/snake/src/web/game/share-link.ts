// The link that leads others into this room: the page's address, in a dialog with its QR code.
// The dialog lies above the page, so nothing moves; its keys are its own.

import { addressOf, mayBeMade } from '../address.ts';
import type { SnakeRoom } from '../entry.ts';
import { part, say } from '../page.ts';
import { drawCode } from './qr-code.ts';

const copiedMs = 1_600;

export class ShareLink {
  readonly #dialog = part('invite-dialog', 'dialog');
  readonly #field = part('link', 'input');
  readonly #copyButton = part('copy', 'button');
  readonly #shareButton = part('share', 'button');
  readonly #stop = new AbortController();

  constructor(room: SnakeRoom) {
    this.show(room);
    say(this.#copyButton, 'Copy');
    this.#shareButton.hidden = navigator.share === undefined;
    const { signal } = this.#stop;
    const on = (element: HTMLElement, type: string, act: (event: Event) => void) =>
      element.addEventListener(type, act, { signal });
    on(part('invite', 'button'), 'click', () => this.#open());
    on(part('invite-close', 'button'), 'click', () => this.#close());
    // Its own box is all its children's: what is clicked on the dialog itself is around it.
    on(this.#dialog, 'click', ({ target }) => {
      if (target === this.#dialog) this.#close();
    });
    on(this.#dialog, 'cancel', (event) => {
      event.preventDefault();
      this.#close();
    });
    on(this.#field, 'focus', () => this.#field.select());
    on(this.#copyButton, 'click', () => void this.#copy());
    on(this.#shareButton, 'click', () => void this.#share());
    // Before anybody else hears them: Escape closes the dialog and nothing more, arrows do not steer.
    // The browser does with them what it always does.
    const keepKeys = (event: KeyboardEvent) => {
      if (this.#dialog.open) event.stopImmediatePropagation();
    };
    addEventListener('keydown', keepKeys, { capture: true, signal });
  }

  /** A player who lost a quick room may come back into another. */
  show(room: SnakeRoom): void {
    this.#field.value = new URL(addressOf(room), location.href).href;
    say(part('room-name'), `Room ${room.id}`);
    const when = mayBeMade(room.id) ? 'at any time' : 'while somebody is in it';
    say(
      part('link-words'),
      `Whoever scans the code or opens the link can join this room, ${when}.`,
    );
    if (this.#dialog.open) this.#drawCode();
  }

  stop(): void {
    this.#stop.abort();
    this.#dialog.close();
  }

  #open(): void {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#copyButton.focus();
    this.#drawCode();
  }

  /** The browser gives the focus back to the button; the next key should steer or play instead. */
  #close(): void {
    this.#dialog.close();
    part('stage').focus();
  }

  #drawCode(): void {
    void drawCode(part('qr', 'canvas'), this.#field.value);
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#field.value);
      say(this.#copyButton, 'Copied');
      setTimeout(() => say(this.#copyButton, 'Copy'), copiedMs);
    } catch {
      // Only pages from https or localhost may write there: let the player copy it.
      this.#field.select();
    }
  }

  async #share(): Promise<void> {
    try {
      await navigator.share({ title: 'Snake', text: 'Play Snake with me', url: this.#field.value });
    } catch {
      // Shared with nobody after all.
    }
  }
}
