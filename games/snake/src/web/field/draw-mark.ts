// Marks on the field what killed your snake, and what is left of it, until you play again.

import { type Palette, snakeColour } from './palette.ts';
import { wayThrough } from './pose.ts';

type Brush = CanvasRenderingContext2D;

/** Where your snake died, in cells: `x`, `y` its head, `hitX`, `hitY` what it ran into. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly hitX: number;
  readonly hitY: number;
  /** The seat of the snake that was hit, while it lives, or `nobody`. */
  readonly by: number;
  /** When the game began in which it died. */
  readonly began: number;
  readonly atMs: number;
  /** Its colour's number, and the cells where it lies, from its head on. */
  readonly colour: number;
  readonly body: readonly number[];
}

const pulseMs = 900;

/** The mark of what was hit: the cell, or the edge where it was the border. */
export function drawMark(
  brush: Brush,
  mark: Mark,
  field: { readonly width: number; readonly height: number },
  cell: number,
  nowMs: number,
  isCalm: boolean,
  palette: Palette,
): void {
  const { x, y, hitX, hitY } = mark;
  const swing = isCalm ? 0 : Math.sin(((nowMs - mark.atMs) / pulseMs) * 2 * Math.PI) * 0.5 + 0.5;
  const isOutside = hitX < 0 || hitY < 0 || hitX >= field.width || hitY >= field.height;
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  // Twice, so that it stands out from whatever lies there.
  for (const [colour, width] of [
    [palette.textHalo, cell * 0.36],
    [palette.danger, cell * 0.22],
  ] as const) {
    brush.strokeStyle = colour;
    brush.lineWidth = width;
    brush.beginPath();
    if (isOutside) edge(brush, x, y, hitX - x, hitY - y, cell, 1.3 + swing * 0.5);
    else {
      const side = cell * (1.08 + 0.2 * swing);
      const [left, top] = [(hitX + 0.5) * cell - side / 2, (hitY + 0.5) * cell - side / 2];
      brush.roundRect(left, top, side, side, cell * 0.3);
    }
    brush.stroke();
  }
}

/** Your snake as it lies: in its colour, thin, its head crossed out. */
export function drawRemains(
  brush: Brush,
  { x, y, colour, body }: Mark,
  columns: number,
  cell: number,
  palette: Palette,
): void {
  const way = wayThrough(body, columns, cell);
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  for (const [ink, width] of [
    [palette.halo, 1.1],
    [palette.outline, 0.8],
    [snakeColour(palette, colour), 0.54],
  ] as const) {
    brush.strokeStyle = ink;
    brush.lineWidth = width * cell;
    brush.stroke(way);
  }
  const [middleX, middleY, r] = [(x + 0.5) * cell, (y + 0.5) * cell, cell * 0.19];
  brush.fillStyle = snakeColour(palette, colour);
  brush.strokeStyle = palette.outline;
  brush.lineWidth = cell * 0.1;
  brush.beginPath();
  brush.arc(middleX, middleY, cell * 0.43, 0, 2 * Math.PI);
  brush.fill();
  brush.stroke();
  brush.lineWidth = Math.max(1, cell * 0.14);
  brush.beginPath();
  brush.moveTo(middleX - r, middleY - r);
  brush.lineTo(middleX + r, middleY + r);
  brush.moveTo(middleX + r, middleY - r);
  brush.lineTo(middleX - r, middleY + r);
  brush.stroke();
}

/** A piece of the border, so near to it that the dead head beside it is seen. */
function edge(
  brush: Brush,
  x: number,
  y: number,
  dx: number,
  dy: number,
  cell: number,
  half: number,
): void {
  const [middleX, middleY] = [(x + 0.5 + dx * 0.44) * cell, (y + 0.5 + dy * 0.44) * cell];
  const [alongX, alongY] = [Math.abs(dy) * half * cell, Math.abs(dx) * half * cell];
  brush.moveTo(middleX - alongX, middleY - alongY);
  brush.lineTo(middleX + alongX, middleY + alongY);
}
