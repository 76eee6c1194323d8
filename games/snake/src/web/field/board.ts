// The bare field, a faint chequerboard: drawn once for a size and a theme, then copied.

import type { Palette } from './palette.ts';

/** A part of the field, in whole cells. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

export class Board {
  readonly #brush = document.createElement('canvas').getContext('2d', { alpha: false });
  #cell = 0;
  #palette: Palette | undefined;

  /** The area's corner comes to the canvas's corner. @param cell its side in whole device pixels */
  draw(brush: CanvasRenderingContext2D, area: Area, cell: number, palette: Palette): void {
    const own = this.#brush;
    if (own === null) return;
    // One column more than is seen, as the area may begin with either colour.
    const width = (area.columns + 1) * cell;
    const height = area.rows * cell;
    const isLarge = own.canvas.width >= width && own.canvas.height >= height;
    if (!isLarge || this.#cell !== cell || this.#palette !== palette) {
      this.#cell = cell;
      this.#palette = palette;
      fill(own, width, height, cell, palette);
    }
    brush.drawImage(own.canvas, -((area.x + area.y) % 2) * cell, 0);
  }
}

function fill(
  brush: CanvasRenderingContext2D,
  width: number,
  height: number,
  cell: number,
  palette: Palette,
): void {
  brush.canvas.width = width;
  brush.canvas.height = height;
  brush.fillStyle = palette.field;
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = palette.fieldAlternate;
  for (let y = 0; y * cell < height; y++) {
    for (let x = y % 2; x * cell < width; x += 2) brush.fillRect(x * cell, y * cell, cell, cell);
  }
}
