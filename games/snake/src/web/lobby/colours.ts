// Colours of snakes on the first screen. Pictures and dots are dark in both themes, so they are those of
// the dark field.

import { paletteFor, snakeColour } from '../field/palette.ts';

export function colourOf(colour: number): string {
  return snakeColour(paletteFor(false), colour);
}
