// Which part of the field is seen, where it does not fit: the view goes after a head, smoothly, and
// stops at the field's borders.

import type { Size } from './view.ts';

/** What is followed, in cells from the field's corner. */
export interface Target {
  readonly x: number;
  readonly y: number;
}

/** The time in which most of the way to the target is made. */
const followMs = 260;
/** In calm, a share of the view from its edge at which the target is brought to the middle again. */
const calmMargin = 0.25;
/** Farther away than this share of the view, the target is not followed but gone to. */
const leap = 1.5;

export class Camera {
  /** The corner of what is seen, in cells. */
  x = 0;
  y = 0;
  #isPlaced = false;

  /**
   * @param seen columns and rows of the view, which may be fractions
   * @param isCalm no gliding: the view stands, and is set anew when the target comes near its edge
   */
  follow(target: Target, seen: Size, field: Size, elapsedMs: number, isCalm: boolean): void {
    const share = this.#isPlaced ? 1 - Math.exp(-Math.max(0, elapsedMs) / followMs) : 1;
    const next = isCalm && this.#isPlaced ? calm : glide;
    this.x = next(this.x, target.x, seen.width, field.width, share);
    this.y = next(this.y, target.y, seen.height, field.height, share);
    this.#isPlaced = true;
  }

  /** A new size of the view: the next target is gone to at once. */
  reset(): void {
    this.#isPlaced = false;
  }
}

/** The corner at which `target` is in the middle, as far as the field allows. */
export function centred(target: number, seen: number, length: number): number {
  return Math.max(0, Math.min(target - seen / 2, length - seen));
}

function glide(from: number, target: number, seen: number, length: number, share: number): number {
  const wanted = centred(target, seen, length);
  return Math.abs(wanted - from) > seen * leap ? wanted : from + (wanted - from) * share;
}

function calm(from: number, target: number, seen: number, length: number): number {
  const margin = seen * calmMargin;
  const isInside = target - from >= margin && target - from <= seen - margin;
  return isInside ? centred(from + seen / 2, seen, length) : centred(target, seen, length);
}
