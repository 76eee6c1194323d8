// Draws what lies on the field: cells, food, stones, the dead. Once a tick, not once a frame.

import { deadHead, deadTail, empty, foodMax, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { palette } from './palette.ts';

type Ground = SnakeRoom['state']['ground'];
type Brush = CanvasRenderingContext2D;

/** Food's digits are never smaller, in CSS pixels, unless they would hide their neighbours. */
const digitMin = 11;

/**
 * @param cell the side of a cell, in device pixels; it may be a fraction
 * @param scale device pixels for each CSS pixel
 */
export function drawGround(brush: Brush, ground: Ground, cell: number, scale: number): void {
  const { width, height } = ground;
  drawBoard(brush, ground, cell);
  const digit = Math.max(cell * 0.72, Math.min(digitMin * scale, cell * 1.5));
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.font = `700 ${digit}px system-ui, sans-serif`;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const thing = ground.get(x, y);
      if (thing !== empty) drawThing(brush, thing, (x + 0.5) * cell, (y + 0.5) * cell, cell);
    }
  }
}

/** A faint chequerboard, its edges on whole pixels. */
function drawBoard(brush: Brush, { width, height }: Ground, cell: number): void {
  brush.fillStyle = palette.field;
  brush.fillRect(0, 0, width * cell, height * cell);
  brush.fillStyle = palette.fieldAlternate;
  for (let y = 0; y < height; y++) {
    const top = Math.round(y * cell);
    const bottom = Math.round((y + 1) * cell);
    for (let x = y % 2; x < width; x += 2) {
      const left = Math.round(x * cell);
      brush.fillRect(left, top, Math.round((x + 1) * cell) - left, bottom - top);
    }
  }
}

function drawThing(brush: Brush, thing: number, x: number, y: number, cell: number): void {
  if (thing <= foodMax) drawFood(brush, thing, x, y, cell);
  else if (thing === stone) drawStone(brush, x, y, cell);
  else if (thing === deadHead) drawDeadHead(brush, x, y, cell);
  else drawDisc(brush, x, y, cell * (thing === deadTail ? 0.22 : 0.34), palette.dead);
}

function drawFood(brush: Brush, points: number, x: number, y: number, cell: number): void {
  drawDisc(brush, x, y, cell * 0.47, palette.foodGround);
  brush.fillStyle = palette.food;
  brush.fillText(String(points), x, y + cell * 0.05);
}

function drawStone(brush: Brush, x: number, y: number, cell: number): void {
  const r = cell * 0.44;
  brush.fillStyle = palette.stone;
  brush.beginPath();
  brush.roundRect(x - r, y - r, 2 * r, 2 * r, cell * 0.2);
  brush.fill();
  brush.fillStyle = palette.stoneLight;
  brush.beginPath();
  brush.roundRect(x - r, y - r, 2 * r, r, [cell * 0.2, cell * 0.2, cell * 0.1, cell * 0.1]);
  brush.fill();
}

function drawDeadHead(brush: Brush, x: number, y: number, cell: number): void {
  drawDisc(brush, x, y, cell * 0.46, palette.dead);
  const r = cell * 0.17;
  brush.strokeStyle = palette.deadInk;
  brush.lineWidth = Math.max(1, cell * 0.11);
  brush.lineCap = 'round';
  brush.beginPath();
  brush.moveTo(x - r, y - r);
  brush.lineTo(x + r, y + r);
  brush.moveTo(x + r, y - r);
  brush.lineTo(x - r, y + r);
  brush.stroke();
}

function drawDisc(brush: Brush, x: number, y: number, radius: number, colour: string): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}
