// The whole field in a corner, where the stage shows only a part of it: heads and bodies as specks,
// and what is seen as a frame. Its picture is made once a tick.

import { deadHead, stone } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { type Palette, snakeColour } from './palette.ts';
import type { View } from './view.ts';

type State = SnakeRoom['state'];

/** As large as these shares of the view, about, whichever is less. */
const share = { width: 0.25, height: 0.2 } as const;
/** How far it is from the stage's corner, in CSS pixels. */
const margin = 8;

export class Minimap {
  readonly #brush = document.createElement('canvas').getContext('2d');
  /** The side of a cell on the map, in device pixels. */
  #speck = 1;

  /** Makes the picture anew. @param seat whose snake is your own */
  picture({ ground, snakes }: State, seat: number | undefined, view: View, palette: Palette): void {
    const brush = this.#brush;
    if (brush === null) return;
    const across = (share.width * view.width) / ground.width;
    const down = (share.height * view.height) / ground.height;
    const speck = Math.max(1, Math.round(Math.min(across, down)));
    this.#speck = speck;
    brush.canvas.width = ground.width * speck;
    brush.canvas.height = ground.height * speck;
    brush.fillStyle = palette.field;
    brush.fillRect(0, 0, brush.canvas.width, brush.canvas.height);
    // What lies there is less than what lives.
    brush.globalAlpha = 0.45;
    for (let cell = 0; cell < ground.length; cell++) {
      const thing = ground.at(cell);
      if (thing < stone) continue;
      brush.fillStyle = thing >= deadHead ? palette.dead : palette.stone;
      this.#dot(brush, cell, ground.width, 1);
    }
    brush.globalAlpha = 1;
    for (const snake of snakes) {
      if (!snake.alive) continue;
      brush.fillStyle = snakeColour(palette, snake.colour);
      for (let i = 0; i < snake.body.length; i++) {
        this.#dot(brush, snake.body.at(i), ground.width, 1);
      }
      const isOwn = snake.slot === seat;
      if (isOwn) brush.fillStyle = palette.text;
      this.#dot(brush, snake.body.at(0), ground.width, isOwn ? 5 : 3);
    }
  }

  #dot(brush: CanvasRenderingContext2D, cell: number, columns: number, size: number): void {
    const away = (size - 1) / 2;
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    const speck = this.#speck;
    brush.fillRect((x - away) * speck, (y - away) * speck, size * speck, size * speck);
  }

  /**
   * Draws it on the frame's canvas, upon which nothing is moved.
   *
   * @param left the view's corner, in cells @param top likewise
   * @param focus where on the canvas the followed head is: the map keeps out of its way
   */
  draw(
    brush: CanvasRenderingContext2D,
    view: View,
    left: number,
    top: number,
    focus: { readonly x: number; readonly y: number },
    palette: Palette,
  ): void {
    const picture = this.#brush?.canvas;
    if (picture === undefined) return;
    const { width, height } = picture;
    const away = margin * view.scale;
    const x = view.width - width - away;
    const room = view.cell * 3;
    const isInWay = focus.x > x - room && focus.y < away + height + room;
    const y = isInWay ? view.height - height - away : away;
    brush.globalAlpha = 0.92;
    brush.drawImage(picture, x, y);
    brush.globalAlpha = 1;
    brush.lineWidth = Math.max(1, view.scale);
    brush.strokeStyle = palette.border;
    brush.strokeRect(x, y, width, height);
    brush.strokeStyle = palette.text;
    const speck = this.#speck;
    const [across, down] = [view.width / view.cell, view.height / view.cell];
    brush.strokeRect(x + left * speck, y + top * speck, across * speck, down * speck);
  }
}
