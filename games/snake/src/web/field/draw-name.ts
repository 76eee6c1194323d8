// Draws what stands above a head: the snake's name, a crown for the leader.

import { type Palette, snakeInk } from './palette.ts';
import { headPoint, type Pose } from './pose.ts';

type Brush = CanvasRenderingContext2D;

/** What is seen of the field, in device pixels from the field's corner: a name is kept within. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Tag {
  /** '' for your own snake. */
  readonly name: string;
  readonly leads: boolean;
  /** Whether this snake killed yours. */
  readonly killed: boolean;
}

/** In CSS pixels. */
const sizeMin = 11;

export function drawTag(
  brush: Brush,
  pose: Pose,
  { name, leads, killed }: Tag,
  frame: Frame,
  scale: number,
  palette: Palette,
): void {
  if (name === '' && !leads) return;
  const { cell, look } = pose;
  const [x, y] = headPoint(pose);
  // Only a name whose head is seen: else names would pile up along the edges.
  if (x < frame.left - cell || x > frame.right + cell) return;
  if (y < frame.top - cell || y > frame.bottom + cell) return;
  const size = Math.round(Math.max(sizeMin * scale, cell * 0.62));
  brush.font = `${killed ? 700 : 600} ${size}px system-ui, sans-serif`;
  brush.textAlign = 'left';
  brush.textBaseline = 'alphabetic';
  const crown = leads ? size * 0.95 : 0;
  const gap = leads && name !== '' ? size * 0.3 : 0;
  const words = name === '' ? 0 : brush.measureText(name).width;
  const width = crown + gap + words;
  const half = width / 2 + 4 * scale;
  const middle = Math.min(Math.max(x, frame.left + half), frame.right - half);
  const above = y - cell * 0.85;
  const baseline = above - size * 1.3 < frame.top ? y + cell * 0.85 + size * 0.8 : above;
  const left = middle - width / 2;
  if (killed) {
    const pad = 5 * scale;
    brush.fillStyle = palette.danger;
    brush.beginPath();
    brush.roundRect(left - pad, baseline - size, width + 2 * pad, size * 1.32, 4 * scale);
    brush.fill();
  }
  if (leads) drawCrown(brush, left, baseline, size, scale, palette);
  if (name === '') return;
  if (!killed) {
    brush.lineJoin = 'round';
    brush.lineWidth = 3 * scale;
    brush.strokeStyle = palette.textHalo;
    brush.strokeText(name, left + crown + gap, baseline);
  }
  brush.fillStyle = killed ? palette.dangerInk : snakeInk(palette, look.colour);
  brush.fillText(name, left + crown + gap, baseline);
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
