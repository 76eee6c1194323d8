// Where snakes were one tick ago, for drawing between ticks: the state holds only the present.

import type { SnakeRoom } from './entry.ts';

type State = SnakeRoom['state'];

/** How one snake came to lie where it lies. */
export interface Motion {
  /** The row it belongs to. */
  id: number;
  /** The head moved one cell into where it is. */
  headMoved: boolean;
  /** The cell that the tail left in the last tick; −1 where it stayed. */
  tailFrom: number;
  head: number;
  tail: number;
}

export class Motions {
  readonly #bySlot: (Motion | undefined)[] = [];

  of(slot: number): Motion | undefined {
    return this.#bySlot[slot];
  }

  /** Call it after each tick, once. */
  follow({ snakes, ground }: State): void {
    const { width } = ground;
    for (let slot = 0; slot < snakes.capacity; slot++) {
      const snake = snakes.at(slot);
      if (snake === undefined || !snake.alive) {
        this.#bySlot[slot] = undefined;
        continue;
      }
      const head = snake.body.at(0);
      const tail = snake.body.at(-1);
      const before = this.#bySlot[slot];
      if (before === undefined || before.id !== snake.id) {
        this.#bySlot[slot] = { id: snake.id, headMoved: false, tailFrom: -1, head, tail };
        continue;
      }
      before.headMoved = areNeighbours(before.head, head, width);
      before.tailFrom =
        before.headMoved && areNeighbours(before.tail, tail, width) ? before.tail : -1;
      before.head = head;
      before.tail = tail;
    }
  }
}

/** After several ticks in one message the way between is not known: nothing slides then. */
function areNeighbours(a: number, b: number, width: number): boolean {
  const dx = (a % width) - (b % width);
  const dy = Math.floor(a / width) - Math.floor(b / width);
  return Math.abs(dx) + Math.abs(dy) === 1;
}
