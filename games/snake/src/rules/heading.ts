// Directions on the field.

import type { Heading, Snake, VisibleState } from './schema.ts';

export const headings: readonly Heading[] = ['up', 'right', 'down', 'left'];

/** No cell: outside of the field. */
export const outside = -1;

/** The cell next to `cell` in a direction, or `outside`. */
export function ahead(
  { ground }: Pick<VisibleState, 'ground'>,
  cell: number,
  heading: Heading,
): number {
  const { width, length } = ground;
  switch (heading) {
    case 'up':
      return cell >= width ? cell - width : outside;
    case 'down':
      return cell + width < length ? cell + width : outside;
    case 'left':
      return cell % width > 0 ? cell - 1 : outside;
    case 'right':
      return (cell + 1) % width > 0 ? cell + 1 : outside;
  }
}

export function opposite(heading: Heading): Heading {
  switch (heading) {
    case 'up':
      return 'down';
    case 'down':
      return 'up';
    case 'left':
      return 'right';
    case 'right':
      return 'left';
  }
}

/**
 * Keeps a turn of a living snake until its tick: each counts, one a tick, however quickly they come.
 * One that leads back after the turn before it takes that one's place: the player thought better of it.
 */
export function queueTurn({ turns, heading }: Snake, wanted: Heading): void {
  const waiting = turns.length;
  const before = waiting > 0 ? turns.at(-1) : heading;
  if (wanted === before) return;
  if (wanted !== opposite(before)) {
    if (waiting < turns.capacity) turns.push(wanted);
  } else if (waiting > 0) turns.set(waiting - 1, wanted);
}
