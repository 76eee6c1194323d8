// Where a head's name stands: beside the head, where its body is not, and rather not upon its way.
// Lengths are in cells from the field's corner; a cell's middle is at a half.

const sides = ['above', 'right', 'left', 'below'] as const;
export type Side = (typeof sides)[number];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Head {
  readonly x: number;
  readonly y: number;
  /** Where it goes. */
  readonly dx: number;
  readonly dy: number;
}

/** From the head's middle to the name. */
const away = { across: 0.72, down: 0.62 } as const;
/** Of the body so many cells are looked at: what is farther back is not near the head, or rarely. */
const bodyMax = 40;
const aheadMax = 3;
const hair = 1e-6;
/** What speaks against a side. */
const cost = { cell: 4, other: 0.5, ahead: 1, outside: 100, change: 2, order: 0.1 } as const;

/** @param frame what is seen: a name is moved along its side to be in it */
export function boxAt(side: Side, { x, y }: Head, width: number, height: number, frame: Box): Box {
  if (side === 'right' || side === 'left') {
    const left = side === 'right' ? x + away.across : x - away.across - width;
    const top = Math.max(frame.top, Math.min(y - height / 2, frame.bottom - height));
    return { left, top, right: left + width, bottom: top + height };
  }
  const left = Math.max(frame.left, Math.min(x - width / 2, frame.right - width));
  const top = side === 'below' ? y + away.down : y - away.down - height;
  return { left, top, right: left + width, bottom: top + height };
}

/**
 * The side on which a name of this size covers least.
 *
 * @param body its cells, the head's first, as y × columns + x
 * @param isTaken whether anything is in a cell, which would rather be seen
 * @param before where it stands: it does not go to and fro for little
 */
export function sideFor(
  head: Head,
  body: { readonly length: number; at(i: number): number },
  columns: number,
  width: number,
  height: number,
  frame: Box,
  isTaken: (x: number, y: number) => boolean,
  before?: Side,
): Side {
  let best: Side = 'above';
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < sides.length; i++) {
    const side = sides[i] as Side;
    const box = boxAt(side, head, width, height, frame);
    let sum = i * cost.order + (before === undefined || before === side ? 0 : cost.change);
    if (isOutside(box, frame)) sum += cost.outside;
    for (let at = 1; at < Math.min(body.length, bodyMax); at++) {
      const cell = body.at(at);
      if (covers(box, cell % columns, Math.floor(cell / columns))) sum += cost.cell;
    }
    for (let far = 1; far <= aheadMax; far++) {
      const [x, y] = [head.x + head.dx * far - 0.5, head.y + head.dy * far - 0.5];
      if (covers(box, x, y)) sum += cost.ahead;
    }
    for (let y = Math.floor(box.top); y < box.bottom; y++) {
      for (let x = Math.floor(box.left); x < box.right; x++) {
        if (covers(box, x, y) && isTaken(x, y)) sum += cost.other;
      }
    }
    if (sum >= least) continue;
    least = sum;
    best = side;
  }
  return best;
}

/** By more than what sums of fractions are off. */
function isOutside(box: Box, frame: Box): boolean {
  if (box.left < frame.left - hair || box.right > frame.right + hair) return true;
  return box.top < frame.top - hair || box.bottom > frame.bottom + hair;
}

/** Whether the box lies upon the cell with this corner, by more than a hair. */
function covers({ left, top, right, bottom }: Box, x: number, y: number): boolean {
  return left < x + 0.9 && right > x + 0.1 && top < y + 0.9 && bottom > y + 0.1;
}
