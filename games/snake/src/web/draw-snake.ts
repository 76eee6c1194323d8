// Draws one living snake, a share of the way from where it was a tick ago to where it is.

import type { Heading } from '../rules/index.ts';
import type { SnakeRoom } from './entry.ts';
import type { Motion } from './motion.ts';
import { palette, snakeColour } from './palette.ts';

type Brush = CanvasRenderingContext2D;
type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

export interface Pose {
  readonly snake: Snake;
  readonly motion: Motion | undefined;
  /** 0 to 1, see `room.progress`. */
  readonly progress: number;
  /** Columns of the field, and the side of a cell in device pixels. */
  readonly columns: number;
  readonly cell: number;
}

const steps: Readonly<Record<Heading, readonly [dx: number, dy: number]>> = {
  up: [0, -1],
  right: [1, 0],
  down: [0, 1],
  left: [-1, 0],
};

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
  const { snake, motion, progress, columns, cell } = pose;
  const { body } = snake;
  const path = new Path2D();
  const [x, y] = headPoint(pose);
  path.moveTo(x, y);
  for (let i = 1; i < body.length; i++) {
    path.lineTo(centre(body.at(i) % columns, cell), centre(row(body.at(i), columns), cell));
  }
  if (motion !== undefined && motion.tailFrom >= 0) {
    const [tx, ty] = between(motion.tailFrom, body.at(-1), progress, columns, cell);
    path.lineTo(tx, ty);
  }
  return path;
}

function headPoint({ snake, motion, progress, columns, cell }: Pose): [x: number, y: number] {
  const { body } = snake;
  const from = motion?.headMoved ? body.at(1) : body.at(0);
  return between(from, body.at(0), progress, columns, cell);
}

function between(
  from: number,
  to: number,
  progress: number,
  columns: number,
  cell: number,
): [x: number, y: number] {
  const x = (from % columns) * (1 - progress) + (to % columns) * progress;
  const y = row(from, columns) * (1 - progress) + row(to, columns) * progress;
  return [centre(x, cell), centre(y, cell)];
}

function drawHead(brush: Brush, pose: Pose): void {
  const { snake, cell } = pose;
  const [x, y] = headPoint(pose);
  const [dx, dy] = steps[snake.heading];
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

const row = (cell: number, columns: number): number => Math.floor(cell / columns);
const centre = (position: number, cell: number): number => (position + 0.5) * cell;
