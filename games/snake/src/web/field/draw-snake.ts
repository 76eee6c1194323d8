// Draws one living snake: its body with the pattern of its colour, and a head that looks where it goes.

import type { Look } from './look.ts';
import { type Palette, snakeColour } from './palette.ts';
import { direction, headPoint, markAt, type Point, type Pose, pathOf } from './pose.ts';

type Brush = CanvasRenderingContext2D;

/** Shares of a cell. Neighbouring parts of a coil stay apart by what the body leaves of its cell. */
const rimWidth = 0.92;
const bodyWidth = 0.74;
const twinWidth = 0.48;
const headRadius = 0.48;
/** Zero-length dashes with round ends would be dots, but not in every browser. */
const dot = 0.001;

/** @param glow a colour under the body, for a snake that matters now */
export function drawSnake(brush: Brush, pose: Pose, palette: Palette, glow?: string): void {
  const { look, cell } = pose;
  const body = pathOf(pose);
  const colour = snakeColour(palette, look.colour);
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  if (glow !== undefined) stroke(brush, body, cell * 1.24, glow);
  stroke(brush, body, cell * rimWidth, palette.outline);
  stroke(brush, body, cell * bodyWidth, colour);
  if (look.isTwin) stroke(brush, body, cell * twinWidth, palette.twin);
  const cells = pose.snake.body.length;
  drawPattern(brush, body, look, cell, palette, () => chevronsOf(pose, cells));
  drawHead(brush, headPoint(pose), direction(pose), look, cell, palette);
}

/** A straight piece of a snake for the table of scores: the same as on the field. */
export function drawSample(brush: Brush, look: Look, cell: number, palette: Palette): void {
  const { width, height } = brush.canvas;
  const body = new Path2D();
  const y = height / 2;
  body.moveTo(width - cell * 0.5, y);
  body.lineTo(cell * 0.5, y);
  brush.clearRect(0, 0, width, height);
  brush.lineCap = 'round';
  stroke(brush, body, cell * rimWidth, palette.outline);
  stroke(brush, body, cell * bodyWidth, snakeColour(palette, look.colour));
  if (look.isTwin) stroke(brush, body, cell * twinWidth, palette.twin);
  drawPattern(brush, body, look, cell, palette, () => {
    const path = new Path2D();
    for (let x = cell * 0.5; x < width; x += cell) addChevron(path, [x, y], [1, 0], cell);
    return path;
  });
}

function stroke(brush: Brush, path: Path2D, width: number, colour: string): void {
  brush.lineWidth = width;
  brush.strokeStyle = colour;
  brush.stroke(path);
}

/** Marks are one cell apart and go with the snake, as they are counted from its head. */
function drawPattern(
  brush: Brush,
  body: Path2D,
  look: Look,
  cell: number,
  palette: Palette,
  chevrons: () => Path2D,
): void {
  const [ink, ground] = look.isTwin
    ? [snakeColour(palette, look.colour), palette.twin]
    : [palette.pattern, snakeColour(palette, look.colour)];
  switch (look.pattern) {
    case 'spine':
      stroke(brush, body, cell * 0.2, ink);
      break;
    case 'bands':
      // The body's edges stay plain, so that a coil is read as a way and not as a wall.
      dashes(brush, body, 0.24, look.isTwin ? 0.38 : 0.5, cell, ink, 'butt');
      break;
    case 'dots':
      dashes(brush, body, dot, 0.34, cell, ink, 'round');
      break;
    case 'squares':
      dashes(brush, body, 0.42, 0.42, cell, ink, 'butt');
      break;
    case 'rings':
      dashes(brush, body, dot, 0.56, cell, ink, 'round');
      dashes(brush, body, dot, 0.26, cell, ground, 'round');
      break;
    case 'chevrons':
      stroke(brush, chevrons(), cell * 0.15, ink);
      break;
    case 'plain':
      break;
  }
}

/** A mark of this length in the middle of every cell's length. */
function dashes(
  brush: Brush,
  body: Path2D,
  length: number,
  width: number,
  cell: number,
  colour: string,
  cap: CanvasLineCap,
): void {
  brush.lineCap = cap;
  brush.setLineDash([length * cell, (1 - length) * cell]);
  brush.lineDashOffset = (length / 2) * cell;
  stroke(brush, body, width * cell, colour);
  brush.setLineDash([]);
  brush.lineCap = 'round';
}

function chevronsOf(pose: Pose, cells: number): Path2D {
  const path = new Path2D();
  // Behind the tail's cell there is no room for another.
  const last = cells - 1 - Math.min(pose.behind, pose.motion?.ticks ?? 0);
  for (let i = 1; i <= last; i++) {
    const { at, ahead } = markAt(pose, i);
    addChevron(path, at, ahead, pose.cell);
  }
  return path;
}

/** An angle that points ahead. */
function addChevron(path: Path2D, [x, y]: Point, [dx, dy]: Point, cell: number): void {
  const [long, wide] = [cell * 0.15, cell * 0.2];
  path.moveTo(x - dx * long - dy * wide, y - dy * long + dx * wide);
  path.lineTo(x + dx * long, y + dy * long);
  path.lineTo(x - dx * long + dy * wide, y - dy * long - dx * wide);
}

function drawHead(
  brush: Brush,
  [x, y]: Point,
  [dx, dy]: Point,
  look: Look,
  cell: number,
  palette: Palette,
): void {
  disc(brush, x, y, cell * (headRadius + 0.04), palette.outline);
  disc(brush, x, y, cell * headRadius, snakeColour(palette, look.colour));
  if (look.isTwin) disc(brush, x, y, cell * 0.36, palette.twin);
  for (const side of [-1, 1]) {
    const ex = x + (dx * 0.14 - dy * side * 0.21) * cell;
    const ey = y + (dy * 0.14 + dx * side * 0.21) * cell;
    disc(brush, ex, ey, cell * 0.17, '#fff');
    disc(brush, ex + dx * cell * 0.06, ey + dy * cell * 0.06, cell * 0.09, palette.outline);
  }
}

function disc(brush: Brush, x: number, y: number, radius: number, colour: string): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}
