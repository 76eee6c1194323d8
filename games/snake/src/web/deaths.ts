// Deaths as the page shows them: a ring that opens where it happened, and why, in words.

import { deadHead, nobody, stone } from '../rules/index.ts';
import type { SnakeRoom } from './entry.ts';
import { snakeColour } from './palette.ts';

type State = SnakeRoom['state'];

export interface Death {
  readonly seat: number;
  readonly by: number;
  readonly x: number;
  readonly y: number;
}

interface Ring {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly beganMs: number;
}

const ringMs = 600;

export class DeathRings {
  #rings: Ring[] = [];

  add({ x, y }: Death, colour: number, nowMs: number): void {
    this.#rings.push({ x, y, colour: snakeColour(colour), beganMs: nowMs });
  }

  draw(brush: CanvasRenderingContext2D, cell: number, nowMs: number): void {
    if (this.#rings.length === 0) return;
    this.#rings = this.#rings.filter(({ beganMs }) => nowMs - beganMs < ringMs);
    for (const { x, y, colour, beganMs } of this.#rings) {
      const age = Math.max(0, (nowMs - beganMs) / ringMs);
      brush.globalAlpha = 1 - age;
      brush.strokeStyle = colour;
      brush.lineWidth = cell * 0.3 * (1 - age);
      brush.beginPath();
      brush.arc((x + 0.5) * cell, (y + 0.5) * cell, cell * (0.6 + 2.4 * age), 0, 2 * Math.PI);
      brush.stroke();
      brush.globalAlpha = 1;
    }
  }
}

const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

/** Why you died, for example "You hit a stone". */
export function reasonOf({ seat, by, x, y }: Death, { snakes, ground }: State): string {
  if (by === seat) return 'You bit yourself';
  if (by !== nobody) return `You ran into ${snakes.at(by)?.name ?? 'another snake'}`;
  const [dx, dy] = steps[snakes.at(seat)?.heading ?? 'up'];
  const [u, v] = [x + dx, y + dy];
  if (u < 0 || v < 0 || u >= ground.width || v >= ground.height) return 'You hit the border';
  const hit = ground.get(u, v);
  if (hit === stone) return 'You hit a stone';
  return hit >= deadHead ? 'You hit a dead snake' : 'You died';
}
