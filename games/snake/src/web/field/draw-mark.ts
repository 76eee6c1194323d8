// Marks on the field what killed your snake, until you play again.

import type { Palette } from './palette.ts';

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
    [palette.textHalo, cell * 0.48],
    [palette.danger, cell * 0.28],
  ] as const) {
    brush.strokeStyle = colour;
    brush.lineWidth = width;
    brush.beginPath();
    if (isOutside) edge(brush, x, y, hitX - x, hitY - y, cell, 1.3 + swing * 0.5);
    else {
      const side = cell * (1.2 + 0.3 * swing);
      const [left, top] = [(hitX + 0.5) * cell - side / 2, (hitY + 0.5) * cell - side / 2];
      brush.roundRect(left, top, side, side, cell * 0.3);
    }
    brush.stroke();
  }
}

/** A piece of the border, just within the field. */
function edge(
  brush: Brush,
  x: number,
  y: number,
  dx: number,
  dy: number,
  cell: number,
  half: number,
): void {
  const [middleX, middleY] = [(x + 0.5 + dx * 0.32) * cell, (y + 0.5 + dy * 0.32) * cell];
  const [alongX, alongY] = [Math.abs(dy) * half * cell, Math.abs(dx) * half * cell];
  brush.moveTo(middleX - alongX, middleY - alongY);
  brush.lineTo(middleX + alongX, middleY + alongY);
}
