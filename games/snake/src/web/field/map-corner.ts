// In which corner of the stage the map lies where there is no other place for it, and how much of the
// field is seen through it: it gives way to what lives. Lengths are in cells of the field.

import type { Box } from './tag-place.ts';

export interface Lively {
  readonly x: number;
  readonly y: number;
  /** How much it is to be seen. */
  readonly weight: number;
}

export interface Corner {
  readonly box: Box;
  /** Whether something lively lies beneath. */
  readonly isBusy: boolean;
  /** From 0, top right first. */
  readonly at: number;
}

/** So far around the map something is near already: a snake gets there within a second. */
const near = 4;
/** The map stays where it is unless another corner is clearly better. */
const stay = 3;

/**
 * @param seen what the stage shows
 * @param before where it lay
 */
export function cornerFor(
  seen: Box,
  width: number,
  height: number,
  margin: number,
  lively: readonly Lively[],
  before: number | undefined,
): Corner {
  let best: Corner | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < 4; at++) {
    const left = at % 2 === 0 ? seen.right - margin - width : seen.left + margin;
    const top = at < 2 ? seen.top + margin : seen.bottom - margin - height;
    const box = { left, top, right: left + width, bottom: top + height };
    let sum = before === undefined || before === at ? 0 : stay;
    let isBusy = false;
    for (const each of lively) {
      const distance = distanceTo(box, each);
      if (distance > near) continue;
      sum += each.weight * (1 - distance / (near + 1));
      if (distance < 1) isBusy = true;
    }
    if (sum >= least) continue;
    least = sum;
    best = { box, isBusy, at };
  }
  return best as Corner;
}

function distanceTo({ left, top, right, bottom }: Box, { x, y }: Lively): number {
  const across = Math.max(left - x, 0, x - right);
  const down = Math.max(top - y, 0, y - bottom);
  return Math.max(across, down);
}
