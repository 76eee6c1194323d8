// The pad on touch screens: one surface that a thumb may rest and slide on, with a button for each
// direction for keyboards and those who hear the page.

import type { Heading } from '../../rules/index.ts';
import { part } from '../page.ts';

const headings = ['up', 'right', 'down', 'left'] as const;
/** Nearer to the pad's middle, as a share of half its side, a thumb means nothing. */
const deadZone = 0.16;

/** The direction of a thumb from the pad's middle; both as shares of half the pad's side. */
export function headingAt(dx: number, dy: number): Heading | undefined {
  if (Math.hypot(dx, dy) < deadZone) return undefined;
  if (Math.abs(dx) > Math.abs(dy)) return dx > 0 ? 'right' : 'left';
  return dy > 0 ? 'down' : 'up';
}

export class Pad {
  readonly #pad = part('pad');
  readonly #turn: (heading: Heading) => void;
  readonly #stop = new AbortController();
  #pointer: number | undefined;
  #heading: Heading | undefined;
  /** A press has turned already, so the click that it becomes does not. */
  #wasTouched = false;

  constructor(turn: (heading: Heading) => void) {
    this.#turn = turn;
    const { signal } = this.#stop;
    this.#pad.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    this.#pad.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const kind of ['pointerup', 'pointercancel'] as const) {
      this.#pad.addEventListener(kind, (event) => this.#up(event), { signal });
    }
    for (const heading of headings) {
      part(`pad-${heading}`, 'button').addEventListener(
        'click',
        ({ detail }) => {
          if (detail === 0 || !this.#wasTouched) turn(heading);
          this.#wasTouched = false;
        },
        { signal },
      );
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#press(undefined);
  }

  #down(event: PointerEvent): void {
    if (this.#pointer !== undefined) return;
    this.#pointer = event.pointerId;
    this.#wasTouched = true;
    this.#press(this.#headingOf(event));
  }

  #move(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    const heading = this.#headingOf(event);
    if (heading !== undefined && heading !== this.#heading) this.#press(heading);
  }

  #up({ pointerId }: PointerEvent): void {
    if (pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.#press(undefined);
  }

  #press(heading: Heading | undefined): void {
    this.#heading = heading;
    for (const each of headings) {
      part(`pad-${each}`).classList.toggle('pressed', each === heading);
    }
    if (heading !== undefined) this.#turn(heading);
  }

  #headingOf({ clientX, clientY }: PointerEvent): Heading | undefined {
    const { left, top, width, height } = this.#pad.getBoundingClientRect();
    return headingAt(((clientX - left) / width) * 2 - 1, ((clientY - top) / height) * 2 - 1);
  }
}
