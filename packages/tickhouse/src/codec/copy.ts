// Bringing the state of the tick before up to date, cell by cell, and telling whether anything differed.

import type { Leaf, Memory } from '../state/index.ts';

/** Copies the items from index `first` to before `end`; tells whether any differed. */
export function copyItems(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  start: number,
  first: number,
  end: number,
): boolean {
  const items = (base + leaf.data) >> leaf.shift;
  let changed = false;
  for (let i = first; i < end; i++) {
    const at = start + i < leaf.limit ? start + i : start + i - leaf.limit;
    if (copyCell(now, before, leaf.shift, items + at)) changed = true;
  }
  return changed;
}

/** Copies the bits of the cell of 2^shift bytes at `at`; tells whether they differed. */
export function copyCell(now: Memory, before: Memory, shift: number, at: number): boolean {
  switch (shift) {
    case 0: {
      if (before.u8[at] === now.u8[at]) return false;
      before.u8[at] = now.u8[at] as number;
      return true;
    }
    case 1: {
      if (before.u16[at] === now.u16[at]) return false;
      before.u16[at] = now.u16[at] as number;
      return true;
    }
    case 2: {
      if (before.i32[at] === now.i32[at]) return false;
      before.i32[at] = now.i32[at] as number;
      return true;
    }
    default: {
      if (before.f64[at] === now.f64[at]) return false;
      before.f64[at] = now.f64[at] as number;
      return true;
    }
  }
}

/** Copies `bytes` bytes from `start` on; tells whether any differed. */
export function copyBytes(from: Uint8Array, to: Uint8Array, start: number, bytes: number): boolean {
  let changed = false;
  for (let at = start; at < start + bytes; at++) {
    if (to[at] === from[at]) continue;
    to[at] = from[at] as number;
    changed = true;
  }
  return changed;
}
