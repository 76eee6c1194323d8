// From a list's counts to its operations: what leads from the list of the tick before to the present
// one. An item never moves within the ring, so an item that both have lies at the same place.

import { type Leaf, type Memory, wholeList } from '../state/index.ts';
import { copyItems } from './copy.ts';
import { next, wrap } from './list-items.ts';

/** The most operations of one sort that a word can count. */
const countMax = 254;
/** The commonest operations by far: a snake moves. */
export const unshiftPop: number = (1 << 8) | (1 << 16);

/**
 * Brings the list in `before`, the shadow, up to date. `counts` is its mark (state/list-view.ts). Gives the
 * operations, 0 where nothing really changed.
 */
export function settleList(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  counts: number,
): number {
  const was = before.i32[(beforeBase + leaf.offset) >> 2] as number;
  return isPlain(counts, was)
    ? settlePlain(leaf, now, before, base, beforeBase, counts)
    : settleMixed(leaf, now, before, base, beforeBase);
}

/** Only pops or only pushes at an end, and no more pops than there were items: the counts say it all. */
function isPlain(counts: number, was: number): boolean {
  const poppedFront = counts & 0xff;
  const pushedFront = (counts >>> 8) & 0xff;
  const poppedBack = (counts >>> 16) & 0xff;
  const pushedBack = counts >>> 24;
  if (poppedFront + poppedBack > was) return false;
  if (Math.max(poppedFront, pushedFront, poppedBack, pushedBack) > countMax) return false;
  return (poppedFront === 0 || pushedFront === 0) && (poppedBack === 0 || pushedBack === 0);
}

function settlePlain(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  ops: number,
): number {
  const header = (base + leaf.offset) >> 2;
  const beforeHeader = (beforeBase + leaf.offset) >> 2;
  const length = now.i32[header] as number;
  const start = now.i32[header + 1] as number;
  const pushedFront = (ops >>> 8) & 0xff;
  const pushedBack = length - (ops >>> 24);
  let changed = before.i32[beforeHeader] !== length || before.i32[beforeHeader + 1] !== start;
  before.i32[beforeHeader] = length;
  before.i32[beforeHeader + 1] = start;
  if (copyItems(leaf, now, before, base, beforeBase, start, 0, pushedFront)) changed = true;
  if (copyItems(leaf, now, before, base, beforeBase, start, pushedBack, length)) changed = true;
  return changed ? ops : 0;
}

/** Comparing decides: what both lists begin or end with stays, the rest is popped and pushed. */
function settleMixed(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
): number {
  const header = (base + leaf.offset) >> 2;
  const beforeHeader = (beforeBase + leaf.offset) >> 2;
  const was = before.i32[beforeHeader] as number;
  const wasStart = before.i32[beforeHeader + 1] as number;
  const length = now.i32[header] as number;
  const start = now.i32[header + 1] as number;
  const { limit } = leaf;
  const sameStart = start === wasStart;
  const end = wrap(start + length, limit);
  const sameEnd = end === wrap(wasStart + was, limit);
  const most = Math.min(was, length);
  const kept = sameStart ? sameItems(leaf, now, before, base, beforeBase, start, 1, most) : 0;
  const last = wrap(end + limit - 1, limit);
  const keptBack = sameEnd ? sameItems(leaf, now, before, base, beforeBase, last, -1, most) : 0;
  before.i32[beforeHeader] = length;
  before.i32[beforeHeader + 1] = start;
  copyItems(leaf, now, before, base, beforeBase, start, 0, length);
  if (sameStart && length === was && kept === length) return 0;
  const same = Math.max(kept, keptBack);
  if (same === 0 || was - same > countMax || length - same > countMax) return wholeList;
  const ops = (was - same) | ((length - same) << 8);
  return kept >= keptBack ? ops << 16 : ops;
}

/** How many items from place `at` on are the same in both, at most `most`. */
function sameItems(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  at: number,
  step: number,
  most: number,
): number {
  const bytes = 1 << leaf.shift;
  const data = base + leaf.data;
  const beforeData = beforeBase + leaf.data;
  let place = at;
  for (let count = 0; count < most; count++) {
    const from = place * bytes;
    for (let byte = from; byte < from + bytes; byte++) {
      if (now.u8[data + byte] !== before.u8[beforeData + byte]) return count;
    }
    place = next(place, step, leaf.limit);
  }
  return most;
}
