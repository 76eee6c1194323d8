// What a player does with keys and fingers, as intents.

import type { Heading } from '../../rules/index.ts';

export interface Intents {
  turn(heading: Heading): void;
  /** Space, Enter or a tap: play, where there is something to play. */
  play(): void;
  /** Escape. */
  leave(): void;
  /** M. */
  mute(): void;
}

/** By the place of a key, so that WASD is where it should be on every keyboard. */
const headingOf: Readonly<Record<string, Heading>> = {
  ArrowUp: 'up',
  ArrowRight: 'right',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  KeyW: 'up',
  KeyD: 'right',
  KeyS: 'down',
  KeyA: 'left',
};

/** A finger that moved this far meant a turn, in CSS pixels. */
const swipeMin = 22;

/** Listens until the returned function is called. */
export function listen(stage: HTMLElement, intents: Intents): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener('keydown', (event) => onKey(event, intents), { signal });
  const swipe = new Swipe(intents);
  stage.addEventListener('pointerdown', (event) => swipe.begin(event), { signal });
  stage.addEventListener('pointermove', (event) => swipe.move(event), { signal });
  stage.addEventListener('pointerup', (event) => swipe.end(event), { signal });
  stage.addEventListener('pointercancel', (event) => swipe.cancel(event), { signal });
  return () => stop.abort();
}

function onKey(event: KeyboardEvent, intents: Intents): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (event.code === 'Escape') {
    onEscape(event, intents);
    return;
  }
  if (target instanceof HTMLInputElement) return;
  const heading = headingOf[event.code];
  if (heading !== undefined) {
    event.preventDefault();
    if (!event.repeat) intents.turn(heading);
  } else if (event.code === 'Space' || event.code === 'Enter' || event.code === 'NumpadEnter') {
    // A focused button does what it says.
    if (target instanceof HTMLButtonElement) return;
    event.preventDefault();
    if (!event.repeat) intents.play();
  } else if (event.key.toLowerCase() === 'm') {
    if (!event.repeat) intents.mute();
  }
}

/** Whatever lies above the game is closed first, by the browser. */
function onEscape(event: KeyboardEvent, intents: Intents): void {
  if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  intents.leave();
}

/** One finger; it may turn several times before it is lifted. */
class Swipe {
  readonly #intents: Intents;
  #from: { readonly id: number; x: number; y: number; turned: boolean } | undefined;

  constructor(intents: Intents) {
    this.#intents = intents;
  }

  begin({ pointerId, clientX, clientY }: PointerEvent): void {
    this.#from ??= { id: pointerId, x: clientX, y: clientY, turned: false };
  }

  move({ pointerId, pointerType, clientX, clientY }: PointerEvent): void {
    const from = this.#from;
    if (from?.id !== pointerId || pointerType === 'mouse') return;
    const dx = clientX - from.x;
    const dy = clientY - from.y;
    if (Math.max(Math.abs(dx), Math.abs(dy)) < swipeMin) return;
    if (Math.abs(dx) > Math.abs(dy)) this.#intents.turn(dx > 0 ? 'right' : 'left');
    else this.#intents.turn(dy > 0 ? 'down' : 'up');
    this.#from = { id: pointerId, x: clientX, y: clientY, turned: true };
  }

  end({ pointerId }: PointerEvent): void {
    if (this.#from?.id !== pointerId) return;
    if (!this.#from.turned) this.#intents.play();
    this.#from = undefined;
  }

  /** The system took the finger for something else. */
  cancel({ pointerId }: PointerEvent): void {
    if (this.#from?.id === pointerId) this.#from = undefined;
  }
}
