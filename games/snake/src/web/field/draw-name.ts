// Draws what stands beside a head: the snake's name, a crown for the leader.

import type { Mark } from './draw-mark.ts';
import { type Palette, snakeInk } from './palette.ts';
import { direction, headPoint, type Pose } from './pose.ts';
import { type Box, boxAt, type Side, sideFor } from './tag-place.ts';
import type { Things } from './things.ts';

type Brush = CanvasRenderingContext2D;

/** What is seen of the field, in device pixels from the field's corner: a name is kept within. */
export type Frame = Box;

export interface Tag {
  /** '' for your own snake. */
  readonly name: string;
  readonly leads: boolean;
  /** Whether this snake killed yours. */
  readonly killed: boolean;
}

/** In CSS pixels. */
const sizeMin = 11;

/** The names of a room's snakes: each stays on its side of its head for as long as it can. */
export class Tags {
  readonly #bySlot: (Place | undefined)[] = [];

  draw(
    brush: Brush,
    pose: Pose,
    tag: Tag,
    frame: Frame,
    scale: number,
    tick: number,
    things: Things,
    palette: Palette,
  ): void {
    const { name, leads, killed } = tag;
    if (name === '' && !leads) return;
    const { cell, snake, columns } = pose;
    const [x, y] = headPoint(pose);
    // Only a name whose head is seen: else names would pile up along the edges.
    if (x < frame.left - cell || x > frame.right + cell) return;
    if (y < frame.top - cell || y > frame.bottom + cell) return;
    const size = sizeOf(cell, scale);
    brush.font = fontOf(size, killed);
    const width = widthOf(brush, tag, size) + 6 * scale;
    const [dx, dy] = direction(pose);
    const head = { x: x / cell, y: y / cell, dx, dy };
    const seen = inCells(frame, cell);
    const [wide, high] = [width / cell, (size * 1.3) / cell];
    let place = this.#bySlot[snake.slot];
    if (place?.id !== snake.id || place.tick !== tick) {
      const before = place?.id === snake.id ? place.side : undefined;
      const isTaken = (column: number, row: number) => things.isTaken(column, row);
      const side = sideFor(head, snake.body, columns, wide, high, seen, isTaken, before);
      place = { id: snake.id, tick, side };
      this.#bySlot[snake.slot] = place;
    }
    const box = boxAt(place.side, head, wide, high, seen);
    drawTag(brush, tag, pose.look.colour, box.left * cell, box.top * cell, size, scale, palette);
  }
}

interface Place {
  readonly id: number;
  readonly tick: number;
  readonly side: Side;
}

/** Beside what is left of your snake. */
export function drawYou(
  brush: Brush,
  { body, colour, x, y }: Mark,
  columns: number,
  frame: Frame,
  cell: number,
  scale: number,
  palette: Palette,
): void {
  const tag = { name: 'You', leads: false, killed: false };
  const size = sizeOf(cell, scale);
  brush.font = fontOf(size, true);
  const width = widthOf(brush, tag, size) + 6 * scale;
  const head = { x: x + 0.5, y: y + 0.5, dx: 0, dy: 0 };
  const seen = inCells(frame, cell);
  const [wide, high] = [width / cell, (size * 1.3) / cell];
  const cells = { length: body.length, at: (i: number) => body[i] ?? 0 };
  const side = sideFor(head, cells, columns, wide, high, seen, () => false);
  const box = boxAt(side, head, wide, high, seen);
  drawTag(brush, tag, colour, box.left * cell, box.top * cell, size, scale, palette);
}

/** @param x its left edge @param y its upper edge */
function drawTag(
  brush: Brush,
  { name, leads, killed }: Tag,
  colour: number,
  x: number,
  y: number,
  size: number,
  scale: number,
  palette: Palette,
): void {
  brush.textAlign = 'left';
  brush.textBaseline = 'alphabetic';
  const baseline = y + size;
  const left = x + 3 * scale;
  const words = left + (leads ? size * (name === '' ? 0.95 : 1.25) : 0);
  if (killed) {
    const width = words - left + brush.measureText(name).width;
    brush.fillStyle = palette.danger;
    brush.beginPath();
    brush.roundRect(left - 5 * scale, y, width + 10 * scale, size * 1.32, 4 * scale);
    brush.fill();
  }
  if (leads) drawCrown(brush, left, baseline, size, scale, palette);
  if (name === '') return;
  if (!killed) {
    brush.lineJoin = 'round';
    brush.lineWidth = 4 * scale;
    brush.strokeStyle = palette.textHalo;
    brush.strokeText(name, words, baseline);
  }
  brush.fillStyle = killed ? palette.dangerInk : snakeInk(palette, colour);
  brush.fillText(name, words, baseline);
}

function sizeOf(cell: number, scale: number): number {
  return Math.round(Math.max(sizeMin * scale, cell * 0.62));
}

function fontOf(size: number, isBold: boolean): string {
  return `${isBold ? 700 : 600} ${size}px system-ui, sans-serif`;
}

function widthOf(brush: Brush, { name, leads }: Tag, size: number): number {
  const crown = leads ? size * (name === '' ? 0.95 : 1.25) : 0;
  return crown + (name === '' ? 0 : brush.measureText(name).width);
}

function inCells({ left, top, right, bottom }: Frame, cell: number): Frame {
  return { left: left / cell, top: top / cell, right: right / cell, bottom: bottom / cell };
}

function drawCrown(
  brush: Brush,
  left: number,
  baseline: number,
  size: number,
  scale: number,
  palette: Palette,
): void {
  const wide = size * 0.95;
  const top = baseline - size * 0.78;
  const high = size * 0.72;
  brush.beginPath();
  brush.moveTo(left, top + high);
  for (const [across, down] of crown) brush.lineTo(left + wide * across, top + high * down);
  brush.closePath();
  brush.lineJoin = 'round';
  brush.lineWidth = 2.5 * scale;
  brush.strokeStyle = palette.outline;
  brush.stroke();
  brush.fillStyle = palette.crown;
  brush.fill();
}

/** Its points, as shares of its width and height. */
const crown = [
  [0, 0.15],
  [0.27, 0.55],
  [0.5, 0],
  [0.73, 0.55],
  [1, 0.15],
  [1, 1],
] as const;
