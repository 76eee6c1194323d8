// Directions on the field.

import type { Heading, Snake, State } from './schema.ts';

export const headings: readonly Heading[] = ['up', 'right', 'down', 'left'];

/** No cell: outside of the field. */
export const outside = -1;

/** The cell next to `cell` in a direction, or `outside`. */
export function ahead({ ground }: State, cell: number, heading: Heading): number {
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
 * Turns a living snake, unless that would lead back into its neck. The neck, not `heading`, tells how
 * it really moved last: two quick turns in one tick must not reverse it.
 */
export function turn(state: State, snake: Snake, heading: Heading): void {
  if (ahead(state, snake.body.at(0), heading) !== snake.body.at(1)) snake.heading = heading;
}
