// The field as characters and colours, as classic clients draw it, and what changed of it.

import {
  deadBody,
  deadHead,
  deadTail,
  empty,
  foodMax,
  stone,
  type VisibleState,
} from '../../rules/index.ts';
import type { Cell, Command } from './messages.ts';

/** White: stones, the dead, text. */
const white = 0;
const blank: Cell = [' ', white];
const gameOver = '>>> GAME OVER <<<';

const onGround: Readonly<Record<number, string>> = {
  [stone]: '#',
  [deadHead]: 'x',
  [deadBody]: '@',
  [deadTail]: '+',
};

export class Picture {
  readonly width: number;
  readonly #cells: Cell[];

  /** All blank, as a client has it after reset_world. */
  constructor({ ground }: VisibleState) {
    this.width = ground.width;
    this.#cells = new Array<Cell>(ground.length).fill(blank);
  }

  get rows(): readonly (readonly Cell[])[] {
    const rows: (readonly Cell[])[] = [];
    for (let at = 0; at < this.#cells.length; at += this.width) {
      rows.push(this.#cells.slice(at, at + this.width));
    }
    return rows;
  }

  clear(): void {
    this.#cells.fill(blank);
  }

  /** Takes the state over; returns what to draw anew. */
  follow(state: VisibleState): Command[] {
    const changed: Command[] = [];
    cellsOf(state).forEach((cell, at) => {
      const [char, colour] = cell;
      const before = this.#cells[at] ?? blank;
      if (char === before[0] && colour === before[1]) return;
      this.#cells[at] = cell;
      changed.push(['render', at % this.width, Math.floor(at / this.width), char, colour]);
    });
    return changed;
  }
}

function cellsOf({ ground, snakes, phase }: VisibleState): Cell[] {
  const cells: Cell[] = [];
  for (let at = 0; at < ground.length; at++) cells.push(groundCell(ground.at(at), at));
  for (const { body, colour } of snakes) {
    const last = body.length - 1;
    for (let i = 0; i <= last; i++) {
      cells[body.at(i)] = [i === 0 ? '%' : i === last ? '*' : '@', colour];
    }
  }
  if (phase === 'over') writeMiddle(cells, ground.width, ground.height, gameOver);
  return cells;
}

/** Digits are coloured; which colour says nothing, so it follows from the place. */
function groundCell(thing: number, at: number): Cell {
  if (thing === empty) return blank;
  if (thing <= foodMax) return [String(thing), 1 + (at % 6)];
  return [onGround[thing] ?? ' ', white];
}

function writeMiddle(cells: Cell[], width: number, height: number, text: string): void {
  const start = Math.floor(height / 2) * width + Math.floor((width - text.length) / 2);
  [...text].forEach((char, i) => {
    cells[start + i] = [char, white];
  });
}
