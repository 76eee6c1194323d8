// The whole field small, where the stage shows only a part of it: snakes and food as specks, and what is
// seen as a frame. It has a place of its own beside the stage; where there is none it lies upon the
// field, in the corner where least lives, and lets it be seen through. Its picture is made once a tick.

import { deadHead, empty, foodMax } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { part } from '../page.ts';
import { type Corner, cornerFor, type Lively } from './map-corner.ts';
import { type Palette, snakeColour } from './palette.ts';
import type { View } from './view.ts';

type State = SnakeRoom['state'];
type Brush = CanvasRenderingContext2D;

/** Upon the field it is as large as these shares of the view, about, whichever is less. */
const share = { width: 0.22, height: 0.2 } as const;
/** How far it is from the stage's corner then, in CSS pixels. */
const margin = 8;
/** How much of it is seen upon the field, and where something lively is beneath. */
const opacity = { usual: 0.8, busy: 0.35 } as const;
/** What counts beneath it: your own head most. */
const weights = { own: 200, head: 30, body: 2, food: 1 } as const;

export class Minimap {
  readonly #place = part('map', 'canvas');
  readonly #page = this.#place.getContext('2d');
  readonly #brush = document.createElement('canvas').getContext('2d');
  /** The side of a cell on the map, in device pixels. */
  #speck = 1;
  #hasPlace = false;
  /** The view's corner when it was last drawn on its place. */
  #drawn = '';
  #corner: Corner | undefined;
  /** What lives, and food, as of the picture. */
  #lively: readonly Lively[] = [];

  /** Makes the picture anew. @param seat whose snake is your own */
  picture(state: State, seat: number | undefined, view: View, palette: Palette): void {
    const brush = this.#brush;
    if (brush === null) return;
    const { ground, snakes } = state;
    const { clientWidth } = this.#place;
    this.#hasPlace = clientWidth > 0;
    const across = this.#hasPlace
      ? (clientWidth * view.scale) / ground.width
      : Math.min(
          (share.width * view.width) / ground.width,
          (share.height * view.height) / ground.height,
        );
    // Upon the field its cells are whole pixels; its place is filled.
    const speck = this.#hasPlace ? across : Math.max(1, Math.round(across));
    this.#speck = speck;
    this.#drawn = '';
    this.#lively = this.#hasPlace ? [] : livelyIn(state, seat);
    brush.canvas.width = Math.round(ground.width * speck);
    brush.canvas.height = Math.round(ground.height * speck);
    if (this.#hasPlace) {
      brush.fillStyle = palette.field;
      brush.fillRect(0, 0, brush.canvas.width, brush.canvas.height);
    }
    this.#drawGround(brush, ground, palette);
    const thick = Math.max(1, (1.6 * view.scale) / speck);
    for (const snake of snakes) {
      if (!snake.alive) continue;
      const isOwn = snake.slot === seat;
      brush.fillStyle = snakeColour(palette, snake.colour);
      for (let i = 0; i < snake.body.length; i++) {
        this.#dot(brush, snake.body.at(i), ground.width, thick);
      }
      if (isOwn) brush.fillStyle = palette.text;
      this.#dot(brush, snake.body.at(0), ground.width, Math.max(isOwn ? 3 : 2, 2 * thick));
    }
  }

  #drawGround(brush: Brush, ground: State['ground'], palette: Palette): void {
    for (let cell = 0; cell < ground.length; cell++) {
      const thing = ground.at(cell);
      if (thing === empty) continue;
      const isFood = thing <= foodMax;
      brush.fillStyle = isFood ? palette.crown : thing >= deadHead ? palette.dead : palette.stone;
      // What lies in the way is less than what lives, and than what is worth going to.
      brush.globalAlpha = isFood ? 1 : 0.45;
      this.#dot(brush, cell, ground.width, isFood ? 1.2 : 1);
    }
    brush.globalAlpha = 1;
  }

  #dot(brush: Brush, cell: number, columns: number, size: number): void {
    const away = (size - 1) / 2;
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    const speck = this.#speck;
    brush.fillRect((x - away) * speck, (y - away) * speck, size * speck, size * speck);
  }

  /**
   * Draws it, at its place or else on the frame's canvas, upon which nothing is moved.
   *
   * @param left the view's corner, in cells @param top likewise
   */
  draw(brush: Brush, view: View, left: number, top: number, palette: Palette): void {
    if (this.#hasPlace) this.#drawAtPlace(view, left, top, palette);
    else this.#drawOnField(brush, view, left, top, palette);
  }

  #drawAtPlace(view: View, left: number, top: number, palette: Palette): void {
    const picture = this.#brush?.canvas;
    const key = `${left} ${top} ${view.width} ${view.height}`;
    if (this.#page === null || picture === undefined || key === this.#drawn) return;
    this.#drawn = key;
    const { canvas } = this.#page;
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    this.#page.drawImage(picture, 0, 0);
    this.#frame(this.#page, view, 0, 0, left, top, palette);
  }

  #drawOnField(brush: Brush, view: View, left: number, top: number, palette: Palette): void {
    const picture = this.#brush?.canvas;
    if (picture === undefined) return;
    const { cell, scale } = view;
    const seen = { left, top, right: left + view.width / cell, bottom: top + view.height / cell };
    const [width, height] = [picture.width / cell, picture.height / cell];
    const away = (margin * scale) / cell;
    this.#corner = cornerFor(seen, width, height, away, this.#lively, this.#corner?.at);
    const x = Math.round((this.#corner.box.left - left) * cell);
    const y = Math.round((this.#corner.box.top - top) * cell);
    const alpha = this.#corner.isBusy ? opacity.busy : opacity.usual;
    brush.globalAlpha = alpha * 0.8;
    brush.fillStyle = palette.field;
    brush.fillRect(x, y, picture.width, picture.height);
    brush.globalAlpha = alpha;
    brush.drawImage(picture, x, y);
    brush.lineWidth = Math.max(1, scale);
    brush.strokeStyle = palette.border;
    brush.strokeRect(x, y, picture.width, picture.height);
    this.#frame(brush, view, x, y, left, top, palette);
    brush.globalAlpha = 1;
  }

  /** What the stage shows. */
  #frame(
    brush: Brush,
    view: View,
    x: number,
    y: number,
    left: number,
    top: number,
    palette: Palette,
  ): void {
    const speck = this.#speck;
    const line = Math.max(1, Math.round(1.5 * view.scale));
    brush.lineWidth = line;
    brush.strokeStyle = palette.text;
    const [across, down] = [view.width / view.cell, view.height / view.cell];
    brush.strokeRect(
      x + left * speck + line / 2,
      y + top * speck + line / 2,
      across * speck - line,
      down * speck - line,
    );
  }
}

function livelyIn({ snakes, ground }: State, seat: number | undefined): readonly Lively[] {
  const lively: Lively[] = [];
  const add = (cell: number, weight: number): void => {
    const [x, y] = [(cell % ground.width) + 0.5, Math.floor(cell / ground.width) + 0.5];
    lively.push({ x, y, weight });
  };
  for (const { alive, slot, body } of snakes) {
    if (!alive) continue;
    add(body.at(0), slot === seat ? weights.own : weights.head);
    for (let i = 1; i < body.length; i++) add(body.at(i), weights.body);
  }
  for (let cell = 0; cell < ground.length; cell++) {
    const thing = ground.at(cell);
    if (thing !== empty && thing <= foodMax) add(cell, weights.food);
  }
  return lively;
}
