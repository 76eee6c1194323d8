// Bringing the shadow (shadow.ts) up to date, cell by cell, and telling whether anything differed.

import type { Leaf, Memory } from '../state/index.ts';

/** Copies the items from index `first` to before `end`; tells whether any differed. */
export function copyItems(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  start: number,
  first: number,
  end: number,
): boolean {
  const items = (base + leaf.data) >> leaf.shift;
  const beforeItems = (beforeBase + leaf.data) >> leaf.shift;
  let changed = false;
  for (let i = first; i < end; i++) {
    const at = start + i < leaf.limit ? start + i : start + i - leaf.limit;
    if (copyCell(now, before, leaf.shift, items + at, beforeItems + at)) changed = true;
  }
  return changed;
}

/** Copies the bits of the cell of 2^shift bytes at `at` to `to`; tells whether they differed. */
export function copyCell(
  now: Memory,
  before: Memory,
  shift: number,
  at: number,
  to: number,
): boolean {
  switch (shift) {
    case 0: {
      if (before.u8[to] === now.u8[at]) return false;
      before.u8[to] = now.u8[at] as number;
      return true;
    }
    case 1: {
      if (before.u16[to] === now.u16[at]) return false;
      before.u16[to] = now.u16[at] as number;
      return true;
    }
    case 2: {
      if (before.i32[to] === now.i32[at]) return false;
      before.i32[to] = now.i32[at] as number;
      return true;
    }
    default: {
      if (before.f64[to] === now.f64[at]) return false;
      before.f64[to] = now.f64[at] as number;
      return true;
    }
  }
}

/** Copies `bytes` bytes at `at` to `to`; tells whether any differed. */
export function copyBytes(
  now: Memory,
  before: Memory,
  at: number,
  to: number,
  bytes: number,
): boolean {
  let changed = false;
  for (let i = 0; i < bytes; i++) {
    if (before.u8[to + i] === now.u8[at + i]) continue;
    before.u8[to + i] = now.u8[at + i] as number;
    changed = true;
  }
  return changed;
}
