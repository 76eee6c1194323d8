// Where a living snake is in a frame, on its way from where it was to where it is.
// Points are in device pixels from the field's corner.

import type { SnakeRoom } from '../entry.ts';
import type { Look } from './look.ts';
import type { Motion } from './motion.ts';

type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

export interface Pose {
  readonly snake: Snake;
  readonly look: Look;
  readonly motion: Motion | undefined;
  /** How many ticks ago the frame shows the snake, 0 to 2. */
  readonly behind: number;
  /** Columns of the field, and the side of a cell in device pixels. */
  readonly columns: number;
  readonly cell: number;
}

/** The radius of the body's bends, in cells: the arc begins where the cell does. */
const bend = 0.5;
/** How far a mark leaves its cell's middle in a bend, towards the arc. */
const inward = 0.59;

export type Point = readonly [x: number, y: number];

export function headPoint(pose: Pose): Point {
  return pointBehind(pose, 0);
}

/** The point of the body so many cells behind the head. */
function pointBehind(pose: Pose, cells: number): Point {
  const { body } = pose.snake;
  const back = headBehind(pose) + cells;
  const i = Math.floor(back);
  const last = body.length - 1;
  return between(pose, body.at(Math.min(i, last)), body.at(Math.min(i + 1, last)), back - i);
}

/** Where the body goes at so many cells behind the head: along the cells that it is coming from. */
export function direction(pose: Pose, cells = 0): Point {
  const { columns, snake } = pose;
  const back = headBehind(pose) + cells;
  // Exactly on a cell, it still looks the way that it came.
  const i = Math.min(Math.max(0, Math.ceil(back) - 1), snake.body.length - 2);
  if (i < 0) return [0, 0];
  const [from, to] = [snake.body.at(i + 1), snake.body.at(i)];
  return [(to % columns) - (from % columns), Math.floor(to / columns) - Math.floor(from / columns)];
}

/** The way of the body about a point: where its middle is, with bends as `pathOf` rounds them. */
export function markAt(pose: Pose, cells: number): { readonly at: Point; readonly ahead: Point } {
  const [x, y] = pointBehind(pose, cells);
  const [fromX, fromY] = pointBehind(pose, cells + bend);
  const [toX, toY] = pointBehind(pose, Math.max(0, cells - bend));
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const at = [x + inward * ((fromX + toX) / 2 - x), y + inward * ((fromY + toY) / 2 - y)] as const;
  return { at, ahead: [(toX - fromX) / length, (toY - fromY) / length] };
}

/** From the sliding head through the cells to the sliding tail, round at each bend. */
export function pathOf(pose: Pose): Path2D {
  const { snake, motion, behind, cell } = pose;
  const { body } = snake;
  const way = new Way(headPoint(pose), cell * bend);
  for (let i = 1 + Math.floor(headBehind(pose)); i < body.length; i++) {
    way.to(between(pose, body.at(i), body.at(i), 0));
  }
  if (motion !== undefined && motion.ticks > 0) {
    const [now, before, earlier] = motion.tails;
    way.to(between(pose, now, before, Math.min(behind, 1)));
    if (behind > 1) way.to(between(pose, before, earlier, behind - 1));
  }
  return way.path();
}

/** The same through cells where nothing moves. */
export function wayThrough(cells: readonly number[], columns: number, cell: number): Path2D {
  const middleOf = (at: number): Point => [
    ((at % columns) + 0.5) * cell,
    (Math.floor(at / columns) + 0.5) * cell,
  ];
  const way = new Way(middleOf(cells[0] ?? 0), cell * bend);
  for (const at of cells) way.to(middleOf(at));
  return way.path();
}

/** A line of which each bend is an arc: what is drawn along it goes round with it. */
class Way {
  readonly #path = new Path2D();
  readonly #radius: number;
  #from: Point;
  /** The last point, where the next one may bend the line. */
  #last: Point;

  constructor(from: Point, radius: number) {
    this.#radius = radius;
    this.#from = from;
    this.#last = from;
    this.#path.moveTo(...from);
  }

  to(next: Point): void {
    const [ax, ay] = this.#from;
    const [bx, by] = this.#last;
    const before = Math.abs(bx - ax) + Math.abs(by - ay);
    const after = Math.abs(next[0] - bx) + Math.abs(next[1] - by);
    const isBend = Math.abs((bx - ax) * (next[1] - by) - (by - ay) * (next[0] - bx)) > 1e-6;
    if (isBend) {
      this.#path.arcTo(bx, by, ...next, Math.min(this.#radius, before, after));
      this.#from = this.#last;
    }
    this.#last = next;
  }

  path(): Path2D {
    this.#path.lineTo(...this.#last);
    return this.#path;
  }
}

/** How many cells the head is behind its place in the body: no more than its way is known. */
function headBehind({ motion, behind }: Pose): number {
  return Math.min(behind, motion?.ticks ?? 0);
}

/** The point a share of the way from one cell's centre to another's. */
function between({ columns, cell }: Pose, from: number, to: number, share: number): Point {
  const x = (from % columns) * (1 - share) + (to % columns) * share;
  const y = Math.floor(from / columns) * (1 - share) + Math.floor(to / columns) * share;
  return [(x + 0.5) * cell, (y + 0.5) * cell];
}
