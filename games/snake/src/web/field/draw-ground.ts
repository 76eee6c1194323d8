// Draws what lies on the field: cells, food, stones, the dead. Once a tick, not once a frame.

import { deadHead, deadTail, empty, foodMax, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import type { Area, Board } from './board.ts';
import type { Palette } from './palette.ts';

type Ground = SnakeRoom['state']['ground'];
type Brush = CanvasRenderingContext2D;

/** Food's digits are never smaller, in CSS pixels, unless they would hide their neighbours. */
const digitMin = 11;

/**
 * The area's corner comes to the canvas's corner.
 *
 * @param cell the side of a cell, in whole device pixels
 * @param scale device pixels for each CSS pixel
 */
export function drawGround(
  brush: Brush,
  ground: Ground,
  board: Board,
  area: Area,
  cell: number,
  scale: number,
  palette: Palette,
): void {
  board.draw(brush, area, cell, palette);
  const digit = Math.max(cell * 0.74, Math.min(digitMin * scale, cell * 1.5));
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.font = `700 ${digit}px system-ui, sans-serif`;
  for (let row = 0; row < area.rows; row++) {
    for (let column = 0; column < area.columns; column++) {
      const thing = ground.get(area.x + column, area.y + row);
      if (thing === empty) continue;
      drawThing(brush, thing, (column + 0.5) * cell, (row + 0.5) * cell, cell, palette);
    }
  }
}

function drawThing(
  brush: Brush,
  thing: number,
  x: number,
  y: number,
  cell: number,
  palette: Palette,
): void {
  if (thing <= foodMax) drawFood(brush, thing, x, y, cell, palette);
  else if (thing === stone) drawStone(brush, x, y, cell, palette);
  else if (thing === deadHead) drawDeadHead(brush, x, y, cell, palette);
  else drawBead(brush, x, y, cell * (thing === deadTail ? 0.2 : 0.31), cell, palette);
}

function drawFood(
  brush: Brush,
  points: number,
  x: number,
  y: number,
  cell: number,
  palette: Palette,
): void {
  drawDisc(brush, x, y, cell * 0.47, palette.foodGround);
  brush.fillStyle = palette.food;
  brush.fillText(String(points), x, y + cell * 0.05);
}

function drawStone(brush: Brush, x: number, y: number, cell: number, palette: Palette): void {
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

function drawDeadHead(brush: Brush, x: number, y: number, cell: number, palette: Palette): void {
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

/** Hollow, as nothing lives in it: a stone is square and full. */
function drawBead(
  brush: Brush,
  x: number,
  y: number,
  radius: number,
  cell: number,
  palette: Palette,
): void {
  brush.strokeStyle = palette.dead;
  brush.lineWidth = cell * 0.15;
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.stroke();
}

function drawDisc(brush: Brush, x: number, y: number, radius: number, colour: string): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}
