// Comparison decides: marks that turn out to mean no change are taken back, and the state of the tick
// before is brought up to date where they do.

import {
  code,
  type Layout,
  type Leaf,
  type Memory,
  type RecordLayout,
  rootBlock,
  type TableLayout,
  wholeList,
} from '../state/index.ts';
import { rowBase } from './rows.ts';

export function settleMarks(layout: Layout, now: Memory, before: Memory, marks: Int32Array): void {
  if (marks[0] !== 0 && !settleRecord(layout.root, now, before, 0, marks, rootBlock)) marks[0] = 0;
  for (const table of layout.tables) {
    if (!table.hidden) settleTable(table, now, before, marks);
  }
}

function settleTable(table: TableLayout, now: Memory, before: Memory, marks: Int32Array): void {
  const { row } = table;
  for (let word = 0; word < table.bitmapWords; word++) {
    const fresh = marks[table.fresh + word] as number;
    let kept = marks[table.dirty + word] as number;
    for (let bits = kept; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const slot = word * 32 + 31 - Math.clz32(bit);
      const base = rowBase(table, slot);
      const id = now.u32[base >> 2] as number;
      if (id !== 0 && (fresh & bit) === 0) {
        const block = table.blocks + slot * row.markWords;
        if (!settleRecord(row, now, before, base, marks, block)) kept &= ~bit;
        continue;
      }
      if (id === 0 && before.u32[base >> 2] === 0) kept &= ~bit;
      before.u8.set(now.u8.subarray(base, base + table.stride), base);
    }
    marks[table.dirty + word] = kept;
  }
}

/** Tells whether any leaf really changed; takes back the bits of those that did not. */
function settleRecord(
  record: RecordLayout,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  block: number,
): boolean {
  let any = 0;
  for (let word = 0; word < record.maskWords; word++) {
    let kept = marks[block + word] as number;
    for (let bits = kept; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const leaf = record.visible[word * 32 + 31 - Math.clz32(bit)] as Leaf;
      if (!settleLeaf(leaf, now, before, base, marks, block + leaf.mark)) kept &= ~bit;
    }
    marks[block + word] = kept;
    any |= kept;
  }
  return any !== 0;
}

/** `mark` is the leaf's own word in the marks, of a list or grid. */
function settleLeaf(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  mark: number,
): boolean {
  switch (leaf.code) {
    case code.list:
      if (settleList(leaf, now, before, base, marks[mark] as number)) return true;
      marks[mark] = 0;
      return false;
    case code.grid:
      return settleGrid(leaf, now, before, base, marks, mark);
    case code.text:
      return copyBytes(now.u8, before.u8, base + leaf.offset, leaf.bytes);
    default:
      return copyCell(now, before, leaf.shift, (base + leaf.offset) >> leaf.shift);
  }
}

function settleList(leaf: Leaf, now: Memory, before: Memory, base: number, ops: number): boolean {
  if (ops === 0) return false;
  const header = (base + leaf.offset) >> 2;
  const length = now.i32[header] as number;
  const start = now.i32[header + 1] as number;
  if (ops === wholeList) {
    const moved = before.i32[header] !== length || before.i32[header + 1] !== start;
    if (!copyItems(leaf, now, before, base, start, 0, length) && !moved) return false;
  } else {
    const front = (ops >>> 8) & 0xff;
    const back = ops >>> 24;
    if (front > 0) copyItems(leaf, now, before, base, start, 0, front);
    if (back > 0) copyItems(leaf, now, before, base, start, length - back, length);
  }
  before.i32[header] = length;
  before.i32[header + 1] = start;
  return true;
}

/** Copies the items from index `first` to before `end`; tells whether any differed. */
function copyItems(
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
function copyCell(now: Memory, before: Memory, shift: number, at: number): boolean {
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

/** Leaves in the log each cell that really changed, once; an overflown log becomes exact where it can. */
function settleGrid(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  log: number,
): boolean {
  const first = (base + leaf.data) >> leaf.shift;
  const logged = marks[log] as number;
  const all = logged > leaf.logMax;
  const candidates = all ? leaf.limit : logged;
  let kept = 0;
  for (let i = 0; i < candidates; i++) {
    const index = all ? i : (marks[log + 1 + i] as number);
    if (!copyCell(now, before, leaf.shift, first + index)) continue;
    if (kept < leaf.logMax) marks[log + 1 + kept] = index;
    kept++;
  }
  marks[log] = Math.min(kept, leaf.logMax + 1);
  return kept > 0;
}

function copyBytes(from: Uint8Array, to: Uint8Array, start: number, bytes: number): boolean {
  let changed = false;
  for (let at = start; at < start + bytes; at++) {
    if (to[at] === from[at]) continue;
    to[at] = from[at] as number;
    changed = true;
  }
  return changed;
}
