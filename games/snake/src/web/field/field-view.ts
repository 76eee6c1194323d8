// The canvas: as large as its place allows, one pixel of it for each of the screen's, a frame for each
// refresh of the screen.

import type { SnakeRoom } from '../entry.ts';
import type { Death } from '../game/deaths.ts';
import { part } from '../page.ts';
import { drawGround } from './draw-ground.ts';
import { drawName, drawSnake, type Pose } from './draw-snake.ts';
import { Motions } from './motion.ts';
import { palette, snakeColour } from './palette.ts';
import { Rings } from './rings.ts';

export class FieldView {
  readonly #room: SnakeRoom;
  readonly #canvas = part('canvas', 'canvas');
  readonly #brush = brushOf(this.#canvas);
  /** What changes once a tick, drawn apart. */
  readonly #ground = brushOf(document.createElement('canvas'));
  readonly #motions = new Motions();
  readonly #rings = new Rings();
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #resized: ResizeObserver;
  #frame = 0;
  /** Device pixels for each CSS pixel, and the side of a cell in device pixels. */
  #scale = 1;
  #cell = 1;
  #groundIsOld = true;

  constructor(room: SnakeRoom, stage: HTMLElement) {
    this.#room = room;
    this.#resized = new ResizeObserver(() => this.#fit(stage));
    this.#resized.observe(stage);
    this.#fit(stage);
    this.ticked();
    this.#draw(performance.now());
  }

  /** The state has moved on. */
  ticked(): void {
    const { state, seat } = this.#room;
    const own = seat === undefined ? undefined : state.snakes.at(seat);
    if (own?.alive && this.#motions.of(own.slot) === undefined) {
      const head = own.body.at(0);
      const { width } = state.ground;
      this.#ring(head % width, Math.floor(head / width), own.colour);
    }
    this.#motions.follow(state);
    this.#groundIsOld = true;
  }

  died({ seat, x, y }: Death): void {
    this.#ring(x, y, this.#room.state.snakes.at(seat)?.colour ?? 0);
  }

  #ring(x: number, y: number, colour: number): void {
    if (!this.#calm.matches) this.#rings.add(x, y, snakeColour(colour));
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#resized.disconnect();
  }

  #fit(stage: HTMLElement): void {
    const { width, height } = this.#room.state.ground;
    stage.parentElement?.style.setProperty('--field-ratio', String(height / width));
    const scale = devicePixelRatio || 1;
    // Canvas sides are whole pixels, so the cell follows from the width that they allow.
    const room = Math.min(stage.clientWidth, (stage.clientHeight * width) / height) * scale;
    const columns = Math.max(width, Math.floor(room));
    this.#scale = scale;
    this.#cell = columns / width;
    for (const { canvas } of [this.#brush, this.#ground]) {
      canvas.width = columns;
      canvas.height = Math.round(this.#cell * height);
    }
    this.#canvas.style.width = `${this.#canvas.width / scale}px`;
    this.#canvas.style.height = `${this.#canvas.height / scale}px`;
    this.#groundIsOld = true;
  }

  #draw(nowMs: number): void {
    this.#frame = requestAnimationFrame((ms) => this.#draw(ms));
    const { state, seat } = this.#room;
    const { ground } = state;
    const { width, height } = this.#canvas;
    // A move to a screen of another density does not resize the stage.
    if (devicePixelRatio !== this.#scale || width !== Math.round(this.#cell * ground.width)) {
      this.#fit(this.#canvas.parentElement as HTMLElement);
    }
    if (this.#groundIsOld) drawGround(this.#ground, ground, this.#cell, this.#scale);
    this.#groundIsOld = false;
    const brush = this.#brush;
    brush.drawImage(this.#ground.canvas, 0, 0);
    const poses = this.#poses(nowMs);
    for (const pose of poses) drawSnake(brush, pose, pose.snake.slot === seat);
    for (const pose of poses) {
      if (pose.snake.slot !== seat) drawName(brush, pose, width, this.#scale);
    }
    this.#rings.draw(brush, this.#cell, nowMs);
    brush.strokeStyle = palette.border;
    brush.lineWidth = 2 * this.#scale;
    brush.strokeRect(0, 0, width, height);
  }

  #poses(nowMs: number): Pose[] {
    const { state, seat } = this.#room;
    const behind = this.#calm.matches ? 0 : this.#room.tick - this.#room.moment(nowMs);
    const poses: Pose[] = [];
    for (const snake of state.snakes) {
      if (!snake.alive) continue;
      const motion = this.#motions.of(snake.slot);
      const pose = { snake, motion, behind, columns: state.ground.width, cell: this.#cell };
      // Your own snake is drawn last, above the others.
      if (snake.slot === seat) poses.push(pose);
      else poses.unshift(pose);
    }
    return poses;
  }
}

function brushOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const brush = canvas.getContext('2d', { alpha: false });
  if (brush === null) throw new Error('this browser has no 2D canvas');
  return brush;
}
