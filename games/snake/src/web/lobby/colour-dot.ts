// A snake's colour beside a name. It has those of both themes: which one shows is the style's to say.

import { paletteFor, snakeColour } from '../field/palette.ts';
import { make } from '../page.ts';

export function colourDot(colour: number): HTMLElement {
  const dot = make('span', 'colour-dot');
  dot.style.setProperty('--dark', snakeColour(paletteFor(false), colour));
  dot.style.setProperty('--light', snakeColour(paletteFor(true), colour));
  return dot;
}
