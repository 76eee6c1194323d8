// Draws the still beginning of a snake: for your own a countdown and where it will go, for others a
// quiet ring that closes.

import type { Heading } from '../../rules/index.ts';
import { type Palette, snakeColour } from './palette.ts';
import { headPoint, type Pose } from './pose.ts';

type Brush = CanvasRenderingContext2D;

/** The countdown's numbers follow each other so quickly, in seconds. */
const beatS = 0.4;
const first = 3;

const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

/** Ticks until a snake is seen to move; 0 where it moves, or is to move at once. */
export function stillTicksOf({ movesAt }: { readonly movesAt: number }, tick: number): number {
  return Math.max(0, movesAt - 1 - tick);
}

/** 3, 2, 1, and 0 when there is nothing to wait for. */
export function countdownOf(ticks: number, tickRate: number): number {
  return ticks <= 0 ? 0 : Math.min(first, Math.max(1, Math.ceil(ticks / tickRate / beatS)));
}

/** @param ticks until the first move, with a fraction */
export function drawOwnStart(
  brush: Brush,
  pose: Pose,
  heading: Heading,
  ticks: number,
  tickRate: number,
  isCalm: boolean,
  palette: Palette,
): void {
  const number = countdownOf(ticks, tickRate);
  if (number === 0) return;
  const { cell } = pose;
  const [x, y] = headPoint(pose);
  const [dx, dy] = steps[heading];
  const beat = ticks / tickRate / beatS;
  const age = isCalm ? 0.5 : 1 - (beat - Math.floor(beat));
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  ring(brush, x, y, cell * 1.5, palette.text, cell * 0.16);
  for (let i = 0; i < 3; i++) {
    // The arrows light up one after the other, the way it will go.
    brush.globalAlpha = isCalm ? 1 : 0.35 + 0.65 * Math.max(0, 1 - Math.abs(age * 3 - 0.5 - i));
    const far = (2.1 + i * 0.75) * cell;
    chevron(brush, x + dx * far, y + dy * far, dx, dy, cell, palette);
  }
  brush.globalAlpha = 1;
  const size = Math.max(cell * 2.3, 40 * (cell / 20)) * (isCalm ? 1 : 1.25 - 0.25 * age);
  // Beside the way, so that the arrows stay free; where there is more room.
  const [side, lift] = dx === 0 ? [x > cell * 5 ? -3 : 3, 0] : [0, y > cell * 5 ? -3 : 3];
  brush.font = `800 ${Math.round(size)}px system-ui, sans-serif`;
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.lineWidth = cell * 0.4;
  brush.strokeStyle = palette.textHalo;
  brush.strokeText(String(number), x + side * cell, y + lift * cell);
  brush.fillStyle = palette.text;
  brush.fillText(String(number), x + side * cell, y + lift * cell);
}

/** @param share of its still time that is left, 0 to 1 */
export function drawOtherStart(brush: Brush, pose: Pose, share: number, palette: Palette): void {
  const { cell, look } = pose;
  const [x, y] = headPoint(pose);
  brush.globalAlpha = 0.3;
  ring(brush, x, y, cell * 1.15, palette.text, cell * 0.1);
  brush.globalAlpha = 1;
  ring(brush, x, y, cell * 1.15, snakeColour(palette, look.colour), cell * 0.14, share);
}

function ring(
  brush: Brush,
  x: number,
  y: number,
  radius: number,
  colour: string,
  width: number,
  share = 1,
): void {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.beginPath();
  brush.arc(x, y, radius, -Math.PI / 2, Math.PI * (2 * share - 0.5));
  brush.stroke();
}

function chevron(
  brush: Brush,
  x: number,
  y: number,
  dx: number,
  dy: number,
  cell: number,
  palette: Palette,
): void {
  const [long, wide] = [cell * 0.22, cell * 0.42];
  brush.beginPath();
  brush.moveTo(x - dx * long - dy * wide, y - dy * long + dx * wide);
  brush.lineTo(x + dx * long, y + dy * long);
  brush.lineTo(x - dx * long + dy * wide, y - dy * long - dx * wide);
  brush.strokeStyle = palette.textHalo;
  brush.lineWidth = cell * 0.42;
  brush.stroke();
  brush.strokeStyle = palette.text;
  brush.lineWidth = cell * 0.22;
  brush.stroke();
}
