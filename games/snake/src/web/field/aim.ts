// Where a snake that still lies will go first, as far as its player's presses say: the room holds them,
// and the row shows them only when they are made.

import type { Heading } from '../../rules/index.ts';

const axis = { up: 'y', down: 'y', left: 'x', right: 'x' } as const;

export class Aim {
  #presses: Heading[] = [];

  reset(): void {
    this.#presses = [];
  }

  turned(heading: Heading): void {
    this.#presses.push(heading);
  }

  /** @param heading of the row. As the rules keep turns: the first across counts, or its opposite after. */
  of(heading: Heading): Heading {
    let aim = heading;
    for (const press of this.#presses) {
      if (axis[aim] === axis[heading]) {
        if (axis[press] !== axis[heading]) aim = press;
      } else if (axis[press] === axis[aim]) aim = press;
      else break;
    }
    return aim;
  }
}
