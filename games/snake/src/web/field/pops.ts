// Points that rise from a head which ate, and fade.

import { type Palette, snakeInk } from './palette.ts';

interface Pop {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: number;
  readonly beganMs: number;
}

const popMs = 800;

export class Pops {
  #pops: Pop[] = [];

  /** @param x column, y row, of the head */
  add(x: number, y: number, points: number, colour: number): void {
    this.#pops.push({ x, y, text: `+${points}`, colour, beganMs: performance.now() });
  }

  draw(
    brush: CanvasRenderingContext2D,
    cell: number,
    scale: number,
    nowMs: number,
    palette: Palette,
  ): void {
    if (this.#pops.length === 0) return;
    this.#pops = this.#pops.filter(({ beganMs }) => nowMs - beganMs < popMs);
    brush.font = `800 ${Math.round(Math.max(14 * scale, cell * 0.8))}px system-ui, sans-serif`;
    brush.textAlign = 'center';
    brush.textBaseline = 'middle';
    brush.lineJoin = 'round';
    brush.lineWidth = 3.5 * scale;
    brush.strokeStyle = palette.textHalo;
    for (const { x, y, text, colour, beganMs } of this.#pops) {
      const age = Math.max(0, (nowMs - beganMs) / popMs);
      const [left, top] = [(x + 0.5) * cell, (y - 1.5 - 1.2 * age) * cell];
      brush.globalAlpha = Math.min(1, 2 - 2 * age);
      brush.strokeText(text, left, top);
      brush.fillStyle = snakeInk(palette, colour);
      brush.fillText(text, left, top);
    }
    brush.globalAlpha = 1;
  }
}
