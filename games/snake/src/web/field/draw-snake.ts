// Draws one living snake on its way from where it was to where it is.

import type { SnakeRoom } from '../entry.ts';
import type { Motion } from './motion.ts';
import { palette, snakeColour } from './palette.ts';

type Brush = CanvasRenderingContext2D;
type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

export interface Pose {
  readonly snake: Snake;
  readonly motion: Motion | undefined;
  /** How many ticks ago the frame shows the snake, 0 to 2. */
  readonly behind: number;
  /** Columns of the field, and the side of a cell in device pixels. */
  readonly columns: number;
  readonly cell: number;
}

type Point = readonly [x: number, y: number];

export function drawSnake(brush: Brush, pose: Pose, isOwn: boolean): void {
  const { snake, cell } = pose;
  const body = pathOf(pose);
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  if (isOwn) strokeBody(brush, body, cell * 1.2, 'rgb(255 255 255 / 0.22)');
  strokeBody(brush, body, cell * 0.92, palette.outline);
  strokeBody(brush, body, cell * 0.76, snakeColour(snake.colour));
  strokeBody(brush, body, cell * 0.2, 'rgb(255 255 255 / 0.28)');
  drawHead(brush, pose);
}

/** The name above the head, kept inside of the field. */
export function drawName(brush: Brush, pose: Pose, fieldWidth: number, scale: number): void {
  const { snake, cell } = pose;
  const [x, y] = headPoint(pose);
  const size = Math.round(Math.max(11 * scale, cell * 0.62));
  brush.font = `600 ${size}px system-ui, sans-serif`;
  brush.textAlign = 'center';
  brush.textBaseline = 'alphabetic';
  const half = brush.measureText(snake.name).width / 2 + 2 * scale;
  const left = Math.min(Math.max(x, half), fieldWidth - half);
  const top = y - cell * 0.85;
  const baseline = top - size < 0 ? y + cell * 0.85 + size * 0.8 : top;
  brush.lineWidth = 3 * scale;
  brush.strokeStyle = palette.outline;
  brush.strokeText(snake.name, left, baseline);
  brush.fillStyle = snakeColour(snake.colour);
  brush.fillText(snake.name, left, baseline);
}

function strokeBody(brush: Brush, body: Path2D, width: number, colour: string): void {
  brush.lineWidth = width;
  brush.strokeStyle = colour;
  brush.stroke(body);
}

/** From the sliding head through the cells to the sliding tail. */
function pathOf(pose: Pose): Path2D {
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

function headPoint(pose: Pose): Point {
  const { body } = pose.snake;
  const back = headBehind(pose);
  const i = Math.floor(back);
  return between(pose, body.at(i), body.at(Math.min(i + 1, body.length - 1)), back - i);
}

/** The point a share of the way from one cell's centre to another's, in device pixels. */
function between({ columns, cell }: Pose, from: number, to: number, share: number): Point {
  const x = (from % columns) * (1 - share) + (to % columns) * share;
  const y = Math.floor(from / columns) * (1 - share) + Math.floor(to / columns) * share;
  return [(x + 0.5) * cell, (y + 0.5) * cell];
}

/** Where the head looks: along the cells that it is coming from. */
function direction(pose: Pose): Point {
  const { columns, snake } = pose;
  const i = headBehind(pose) > 1 ? 1 : 0;
  const [from, to] = [snake.body.at(i + 1), snake.body.at(i)];
  return [(to % columns) - (from % columns), Math.floor(to / columns) - Math.floor(from / columns)];
}

function drawHead(brush: Brush, pose: Pose): void {
  const { snake, cell } = pose;
  const [x, y] = headPoint(pose);
  const [dx, dy] = direction(pose);
  disc(brush, x, y, cell * 0.48, snakeColour(snake.colour));
  for (const side of [-1, 1]) {
    const ex = x + (dx * 0.14 - dy * side * 0.2) * cell;
    const ey = y + (dy * 0.14 + dx * side * 0.2) * cell;
    disc(brush, ex, ey, cell * 0.15, '#fff');
    disc(brush, ex + dx * cell * 0.06, ey + dy * cell * 0.06, cell * 0.08, palette.outline);
  }
}

function disc(brush: Brush, x: number, y: number, radius: number, colour: string): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}
