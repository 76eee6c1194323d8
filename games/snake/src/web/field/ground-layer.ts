// The ground as a picture of its own, made once a tick: a frame only copies it. Where the view moves,
// the picture is a little larger than the view and is made anew when that leaves it.

import type { SnakeRoom } from '../entry.ts';
import { type Area, Board } from './board.ts';
import { drawGround } from './draw-ground.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

type Ground = SnakeRoom['state']['ground'];

/** Cells around a view that moves: about as many as it goes in a tick, and one. */
const margin = 2;

export class GroundLayer {
  readonly #brush: CanvasRenderingContext2D;
  readonly #board = new Board();
  #area: Area = { x: 0, y: 0, columns: 0, rows: 0 };
  #palette: Palette | undefined;
  #view: View | undefined;

  constructor(brush: CanvasRenderingContext2D) {
    this.#brush = brush;
  }

  /** What lies on the field is no longer what the picture shows. */
  spoil(): void {
    this.#view = undefined;
  }

  /** @param left of the view, in whole device pixels from the field's corner @param top likewise */
  draw(
    brush: CanvasRenderingContext2D,
    ground: Ground,
    view: View,
    left: number,
    top: number,
    palette: Palette,
  ): void {
    const { cell } = view;
    if (this.#view !== view || this.#palette !== palette || !this.#covers(view, left, top)) {
      this.#view = view;
      this.#palette = palette;
      this.#picture(ground, view, left, top, palette);
    }
    const { canvas } = this.#brush;
    brush.drawImage(canvas, this.#area.x * cell - left, this.#area.y * cell - top);
  }

  #picture(ground: Ground, view: View, left: number, top: number, palette: Palette): void {
    const area = view.moves
      ? areaAround(ground, view, left, top)
      : { x: 0, y: 0, columns: ground.width, rows: ground.height };
    const { canvas } = this.#brush;
    const [width, height] = [area.columns * view.cell, area.rows * view.cell];
    // Setting a size clears the canvas, and costs.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#area = area;
    drawGround(this.#brush, ground, this.#board, area, view.cell, view.scale, palette);
  }

  #covers(view: View, left: number, top: number): boolean {
    if (!view.moves) return true;
    const { x, y, columns, rows } = this.#area;
    const { cell } = view;
    const right = left + view.width;
    const bottom = top + view.height;
    if (left < x * cell || right > (x + columns) * cell) return false;
    return top >= y * cell && bottom <= (y + rows) * cell;
  }
}

function areaAround(
  ground: Ground,
  { cell, width, height }: View,
  left: number,
  top: number,
): Area {
  const x = Math.max(0, Math.floor(left / cell) - margin);
  const y = Math.max(0, Math.floor(top / cell) - margin);
  const right = Math.min(ground.width, Math.ceil((left + width) / cell) + margin);
  const bottom = Math.min(ground.height, Math.ceil((top + height) / cell) + margin);
  return { x, y, columns: right - x, rows: bottom - y };
}
