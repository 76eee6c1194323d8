// Which cells hold anything, living or not: the state tells the two apart, and keeps the living hidden.

import { empty } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';

export class Things {
  #cells = new Uint8Array(0);
  #columns = 0;

  /** Call it after each tick. */
  follow({ ground, snakes }: Pick<SnakeRoom['state'], 'ground' | 'snakes'>): void {
    if (this.#cells.length !== ground.length) this.#cells = new Uint8Array(ground.length);
    this.#columns = ground.width;
    for (let cell = 0; cell < ground.length; cell++) {
      this.#cells[cell] = ground.at(cell) === empty ? 0 : 1;
    }
    for (const { body } of snakes) {
      for (let i = 0; i < body.length; i++) this.#cells[body.at(i)] = 1;
    }
  }

  /** Whether something is in this cell; outside of the field nothing is. */
  isTaken(x: number, y: number): boolean {
    return x >= 0 && x < this.#columns && this.#cells[y * this.#columns + x] === 1;
  }
}
