// What happens in the room, in words: a few lines upon the stage that fade, and a live region for those
// who hear the page.

import { drawSample } from '../field/draw-snake.ts';
import type { Look } from '../field/look.ts';
import { paletteFor } from '../field/palette.ts';
import { make, part } from '../page.ts';
import type { Sentence } from './sentence.ts';

/** How many lines are seen at once, on large screens and on small ones. */
const linesMax = { large: 4, small: 2 } as const;
/** The place of a line that is only heard. */
const unseen = -1;
/** In step with the animation in game.css. */
const shownMs = 6_000;
/** The sample of a snake before its name, in CSS pixels, as in game.css. */
const sample = { width: 24, height: 12 } as const;

interface Line {
  readonly element: HTMLElement;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly place: number;
}

export class Feed {
  readonly #list = part('feed');
  /** As in small.css, where also what is about you is heard only: it stands beside the stage. */
  readonly #small = matchMedia('(max-width: 820px), (max-height: 520px)');
  /** The oldest first. */
  #lines: Line[] = [];

  constructor() {
    this.#list.replaceChildren();
  }

  /** @param isOwn whether it is about you */
  tell(sentence: Sentence | string, isOwn = false): void {
    if (sentence.length === 0) return;
    const element = make('p', isOwn ? 'own' : '');
    for (const said of typeof sentence === 'string' ? [sentence] : sentence) {
      if (typeof said === 'string') element.append(said);
      else element.append(swatchOf(said.look), said.name);
    }
    const place = isOwn && this.#small.matches ? unseen : this.#freePlace();
    element.style.setProperty('--place', String(place));
    const timer = setTimeout(() => this.#drop(element), shownMs);
    this.#lines.push({ element, timer, place });
    this.#list.append(element);
  }

  /** A line keeps its place until it fades: none moves because another one goes. */
  #freePlace(): number {
    const max = this.#small.matches ? linesMax.small : linesMax.large;
    const seen = this.#lines.filter((line) => line.place !== unseen);
    for (const { element } of seen.splice(0, seen.length - max + 1)) this.#drop(element);
    const taken = new Set(seen.map(({ place }) => place));
    let place = 0;
    while (taken.has(place)) place++;
    return place;
  }

  #drop(element: HTMLElement): void {
    const line = this.#lines.find((each) => each.element === element);
    if (line === undefined) return;
    clearTimeout(line.timer);
    line.element.remove();
    this.#lines = this.#lines.filter((each) => each !== line);
  }

  stop(): void {
    for (const { timer } of this.#lines) clearTimeout(timer);
    this.#lines = [];
    this.#list.replaceChildren();
  }
}

function swatchOf(look: Look): HTMLElement {
  const swatch = make('canvas', 'swatch');
  swatch.ariaHidden = 'true';
  swatch.dataset.colour = String(look.colour);
  const scale = devicePixelRatio || 1;
  swatch.width = Math.round(sample.width * scale);
  swatch.height = Math.round(sample.height * scale);
  const brush = swatch.getContext('2d');
  const palette = paletteFor(matchMedia('(prefers-color-scheme: light)').matches);
  if (brush !== null) drawSample(brush, look, sample.height * scale, palette);
  return swatch;
}
