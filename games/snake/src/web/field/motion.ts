// Where snakes were up to two ticks ago, for drawing between ticks: the state holds only the present.

import type { SnakeRoom } from '../entry.ts';

type State = Pick<SnakeRoom['state'], 'snakes' | 'ground'>;

/** How one snake came to lie where it lies. */
export interface Motion {
  /** The row it belongs to. */
  readonly id: number;
  /** For how many ticks, 0 to 2, its way is known; the head came through `body.at(1)`, `body.at(2)`. */
  ticks: number;
  head: number;
  /** The cell of the tail now, one tick ago and two ticks ago. */
  readonly tails: [now: number, before: number, earlier: number];
}

export class Motions {
  readonly #bySlot: (Motion | undefined)[] = [];

  of(slot: number): Motion | undefined {
    return this.#bySlot[slot];
  }

  /** Call it after each tick, once. */
  follow({ snakes, ground }: State): void {
    for (let slot = 0; slot < snakes.capacity; slot++) {
      const snake = snakes.at(slot);
      if (snake === undefined || !snake.alive) {
        this.#bySlot[slot] = undefined;
        continue;
      }
      const head = snake.body.at(0);
      const tail = snake.body.at(-1);
      const motion = this.#bySlot[slot];
      // After several ticks in one message the way between is not known: nothing slides then.
      if (motion?.id !== snake.id || !areNeighbours(motion.head, head, ground.width)) {
        this.#bySlot[slot] = { id: snake.id, ticks: 0, head, tails: [tail, tail, tail] };
        continue;
      }
      motion.head = head;
      motion.ticks = Math.min(2, motion.ticks + 1);
      motion.tails[2] = motion.tails[1];
      motion.tails[1] = motion.tails[0];
      motion.tails[0] = tail;
    }
  }
}

function areNeighbours(a: number, b: number, width: number): boolean {
  const dx = (a % width) - (b % width);
  const dy = Math.floor(a / width) - Math.floor(b / width);
  return Math.abs(dx) + Math.abs(dy) === 1;
}
