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

export type Point = readonly [x: number, y: number];

export function headPoint(pose: Pose): Point {
  return pointBehind(pose, 0);
}

/** The point of the body so many cells behind the head. */
export function pointBehind(pose: Pose, cells: number): Point {
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

/** From the sliding head through the cells to the sliding tail. */
export function pathOf(pose: Pose): Path2D {
  const { snake, motion, behind } = pose;
  const { body } = snake;
  const path = new Path2D();
  path.moveTo(...headPoint(pose));
  for (let i = 1 + Math.floor(headBehind(pose)); i < body.length; i++) {
    path.lineTo(...between(pose, body.at(i), body.at(i), 0));
  }
  if (motion !== undefined && motion.ticks > 0) {
    const [now, before, earlier] = motion.tails;
    path.lineTo(...between(pose, now, before, Math.min(behind, 1)));
    if (behind > 1) path.lineTo(...between(pose, before, earlier, behind - 1));
  }
  return path;
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
