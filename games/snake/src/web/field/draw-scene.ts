// Draws everything that is above the ground, from the lowest to the highest.

import { nobody } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import type { Aim } from './aim.ts';
import { drawMark, drawRemains, type Mark } from './draw-mark.ts';
import { drawYou, type Frame, type Tags } from './draw-name.ts';
import { drawSnake } from './draw-snake.ts';
import { drawOtherStart, drawOwnStart, stillTicksOf } from './draw-start.ts';
import type { Palette } from './palette.ts';
import type { Pops } from './pops.ts';
import type { Pose } from './pose.ts';
import type { Rings } from './rings.ts';
import type { Things } from './things.ts';
import type { View } from './view.ts';

type Brush = CanvasRenderingContext2D;

export interface Scene {
  readonly room: SnakeRoom;
  /** Living snakes, your own last. */
  readonly poses: readonly Pose[];
  readonly view: View;
  readonly frame: Frame;
  readonly nowMs: number;
  readonly isCalm: boolean;
  readonly palette: Palette;
  /** The seat that leads. */
  readonly leader: number | undefined;
  readonly mark: Mark | undefined;
  readonly aim: Aim;
  readonly tags: Tags;
  readonly things: Things;
  readonly rings: Rings;
  readonly pops: Pops;
}

/** Seconds for which others' rings close, about as long as a new snake lies still. */
const stillS = 1.2;

/** The brush's origin is the field's corner. */
export function drawScene(brush: Brush, scene: Scene): void {
  const { poses, palette, room, mark, view, nowMs } = scene;
  const { ground } = room.state;
  if (mark !== undefined) drawRemains(brush, mark, ground.width, view.cell, palette);
  for (const pose of poses) {
    const { slot } = pose.snake;
    const killed = slot === (mark?.by ?? nobody);
    const glow = slot === room.seat ? palette.halo : killed ? palette.danger : undefined;
    drawSnake(brush, pose, palette, glow);
  }
  scene.rings.draw(brush, view.cell, nowMs);
  scene.pops.draw(brush, view.cell, view.scale, nowMs, palette);
  for (const pose of poses) drawStart(brush, pose, scene);
  if (mark !== undefined) {
    drawMark(brush, mark, ground, view.cell, nowMs, scene.isCalm, palette);
    drawYou(brush, mark, ground.width, scene.frame, view.cell, view.scale, palette);
  }
  for (const pose of poses) drawTagOf(brush, pose, scene);
}

/** The still beginning of a snake, where it still lies. */
function drawStart(brush: Brush, pose: Pose, { room, aim, isCalm, palette }: Scene): void {
  const { snake, behind } = pose;
  const still = stillTicksOf(snake, room.tick);
  if (still === 0) return;
  const ticks = still - 1 + Math.min(1, behind);
  if (snake.slot === room.seat) {
    drawOwnStart(brush, pose, aim.of(snake.heading), ticks, room.tickRate, isCalm, palette);
  } else drawOtherStart(brush, pose, Math.min(1, ticks / room.tickRate / stillS), palette);
}

function drawTagOf(brush: Brush, pose: Pose, scene: Scene): void {
  const { name, slot, score } = pose.snake;
  const tag = {
    name: slot === scene.room.seat ? '' : name,
    leads: slot === scene.leader && score > 0,
    killed: slot === (scene.mark?.by ?? nobody),
  };
  const { frame, view, room, palette } = scene;
  scene.tags.draw(brush, pose, tag, frame, view.scale, room.tick, scene.things, palette);
}
