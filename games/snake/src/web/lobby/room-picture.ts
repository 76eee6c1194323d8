// A room's field as a small picture: what is where, at a glance. It is drawn once a tick, and is a dark
// screen in both themes, for which the snakes' colours are made.

import { empty, foodMax, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { colourOf } from './colours.ts';

type State = SnakeRoom['state'];
type Brush = CanvasRenderingContext2D;
type Snake = NonNullable<ReturnType<State['snakes']['at']>>;

const inks = { field: '#101a38', food: '#ffcf5c', stone: '#7a86a8', dead: '#55607f' } as const;
const eye = '#fff';
/** Snakes are never thinner, in CSS pixels: a large field has small cells. */
const thicknessMin = 2.6;

export function drawRoom(canvas: HTMLCanvasElement, { ground, snakes }: State): void {
  const brush = canvas.getContext('2d');
  if (brush === null) return;
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const { cell, left, top } = fitted(width, height, ground.width, ground.height);
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.clearRect(0, 0, width, height);
  brush.setTransform(cell, 0, 0, cell, left, top);
  brush.fillStyle = inks.field;
  brush.fillRect(0, 0, ground.width, ground.height);
  drawGround(brush, ground);
  const thick = Math.max(0.82, (thicknessMin * devicePixelRatio) / cell);
  for (const snake of snakes) if (snake.alive) drawSnake(brush, snake, ground.width, thick);
}

export function clearRoom(canvas: HTMLCanvasElement): void {
  // Setting a size, even the same one, clears.
  canvas.width = 1;
}

/** The largest cells with which the field fits, and where it lies then: in the middle. */
export function fitted(
  width: number,
  height: number,
  columns: number,
  rows: number,
): { readonly cell: number; readonly left: number; readonly top: number } {
  const cell = Math.min(width / columns, height / rows);
  return { cell, left: (width - columns * cell) / 2, top: (height - rows * cell) / 2 };
}

/** In cells, as the brush is set. */
function drawGround(brush: Brush, ground: State['ground']): void {
  for (let cell = 0; cell < ground.length; cell++) {
    const thing = ground.at(cell);
    if (thing === empty) continue;
    const x = cell % ground.width;
    const y = Math.floor(cell / ground.width);
    if (thing > foodMax) {
      brush.fillStyle = thing === stone ? inks.stone : inks.dead;
      brush.fillRect(x + 0.1, y + 0.1, 0.8, 0.8);
    } else {
      brush.fillStyle = inks.food;
      disc(brush, x + 0.5, y + 0.5, 0.28 + thing * 0.02);
    }
  }
}

function drawSnake(brush: Brush, { body, colour }: Snake, columns: number, thick: number): void {
  const x = (i: number): number => (body.at(i) % columns) + 0.5;
  const y = (i: number): number => Math.floor(body.at(i) / columns) + 0.5;
  brush.strokeStyle = colourOf(colour);
  brush.lineWidth = thick;
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  brush.beginPath();
  brush.moveTo(x(0), y(0));
  for (let i = 1; i < body.length; i++) brush.lineTo(x(i), y(i));
  brush.stroke();
  brush.fillStyle = colourOf(colour);
  disc(brush, x(0), y(0), 0.75 * thick);
  brush.fillStyle = eye;
  disc(brush, x(0), y(0), 0.32 * thick);
}

function disc(brush: Brush, x: number, y: number, radius: number): void {
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}
