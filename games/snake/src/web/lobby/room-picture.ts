// A room's field as a small picture: what is where, at a glance. It is drawn once a tick.

import { empty, foodMax, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { type Palette, paletteFor, snakeColour } from '../field/palette.ts';

type State = SnakeRoom['state'];
type Brush = CanvasRenderingContext2D;
type Snake = NonNullable<ReturnType<State['snakes']['at']>>;

/** Snakes are never thinner, in CSS pixels: a large field has small cells. */
const thicknessMin = 2.6;

export class RoomPicture {
  readonly canvas: HTMLCanvasElement;
  readonly #light = matchMedia('(prefers-color-scheme: light)');

  /** @param canvas its size on the page is that of the picture */
  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  draw({ ground, snakes }: State): void {
    const { canvas } = this;
    const brush = canvas.getContext('2d');
    if (brush === null) return;
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    const height = Math.round(canvas.clientHeight * devicePixelRatio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const { cell, left, top } = fitted(width, height, ground.width, ground.height);
    const palette = paletteFor(this.#light.matches);
    brush.setTransform(1, 0, 0, 1, 0, 0);
    brush.clearRect(0, 0, width, height);
    brush.setTransform(cell, 0, 0, cell, left, top);
    brush.fillStyle = palette.field;
    brush.fillRect(0, 0, ground.width, ground.height);
    drawGround(brush, ground, palette);
    const thick = Math.max(0.82, (thicknessMin * devicePixelRatio) / cell);
    for (const snake of snakes) {
      if (snake.alive) drawSnake(brush, snake, ground.width, thick, palette);
    }
  }

  clear(): void {
    // Setting a size, even the same one, clears.
    this.canvas.width = 1;
  }
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
function drawGround(brush: Brush, ground: State['ground'], palette: Palette): void {
  for (let cell = 0; cell < ground.length; cell++) {
    const thing = ground.at(cell);
    if (thing === empty) continue;
    const x = cell % ground.width;
    const y = Math.floor(cell / ground.width);
    if (thing > foodMax) {
      brush.fillStyle = thing === stone ? palette.stone : palette.dead;
      // The dead are in the way, but less to be looked at than who lives.
      brush.globalAlpha = thing === stone ? 1 : 0.5;
      brush.fillRect(x + 0.1, y + 0.1, 0.8, 0.8);
      brush.globalAlpha = 1;
    } else {
      brush.fillStyle = palette.crown;
      disc(brush, x + 0.5, y + 0.5, 0.28 + thing * 0.02);
    }
  }
}

function drawSnake(
  brush: Brush,
  { body, colour }: Snake,
  columns: number,
  thick: number,
  palette: Palette,
): void {
  const x = (i: number): number => (body.at(i) % columns) + 0.5;
  const y = (i: number): number => Math.floor(body.at(i) / columns) + 0.5;
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  brush.beginPath();
  brush.moveTo(x(0), y(0));
  for (let i = 1; i < body.length; i++) brush.lineTo(x(i), y(i));
  brush.strokeStyle = palette.outline;
  brush.lineWidth = thick * 1.4;
  brush.stroke();
  brush.strokeStyle = snakeColour(palette, colour);
  brush.lineWidth = thick;
  brush.stroke();
  brush.fillStyle = snakeColour(palette, colour);
  disc(brush, x(0), y(0), 0.7 * thick);
  brush.fillStyle = palette.text;
  disc(brush, x(0), y(0), 0.32 * thick);
}

function disc(brush: Brush, x: number, y: number, radius: number): void {
  brush.beginPath();
  brush.arc(x, y, radius, 0, 2 * Math.PI);
  brush.fill();
}
