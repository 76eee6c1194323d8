// What happens in the room, in words: a few lines upon the stage that fade, and a live region for those
// who hear the page.

import { make, part } from '../page.ts';

const linesMax = 4;
/** In step with the animation in game.css. */
const shownMs = 6_000;

export class Feed {
  readonly #list = part('feed');
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor() {
    this.#list.replaceChildren();
  }

  /** @param isOwn whether it is about you */
  tell(sentence: string, isOwn = false): void {
    if (sentence === '') return;
    const line = make('p', isOwn ? 'own' : '', sentence);
    this.#list.append(line);
    while (this.#list.childElementCount > linesMax) this.#list.firstElementChild?.remove();
    const timer = setTimeout(() => {
      line.remove();
      this.#timers.delete(timer);
    }, shownMs);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#list.replaceChildren();
  }
}
