// How a snake's body looks: a pattern for each colour, and a dark body for the second snake of a colour,
// so that nobody has to tell two snakes apart by hue.

export const patterns = [
  'plain',
  'spine',
  'bands',
  'dots',
  'chevrons',
  'squares',
  'rings',
] as const;
export type Pattern = (typeof patterns)[number];

export interface Look {
  readonly colour: number;
  readonly pattern: Pattern;
  /** The second snake of its colour: ten seats share six colours. */
  readonly isTwin: boolean;
}

interface Row {
  readonly slot: number;
  readonly colour: number;
}

/** From the table alone, so that every page shows the same. */
export function lookOf({ slot, colour }: Row, snakes: Iterable<Row>): Look {
  let isTwin = false;
  for (const other of snakes) if (other.colour === colour && other.slot < slot) isTwin = true;
  return { colour, pattern: patterns[colour] ?? 'plain', isTwin };
}
