// Comparison decides: marks that turn out to mean no change are taken back, and the state of the tick
// before is brought up to date where they do.

import {
  type Cells,
  cellShift,
  cellsOf,
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
    default: {
      const at = (base + leaf.offset) >> cellShift(leaf.cell);
      const to = cellsOf(before, leaf.cell);
      const value = cellsOf(now, leaf.cell)[at] as number;
      if (to[at] === value) return false;
      to[at] = value;
      return true;
    }
  }
}

function settleList(leaf: Leaf, now: Memory, before: Memory, base: number, ops: number): boolean {
  if (ops === 0) return false;
  const header = (base + leaf.offset) >> 2;
  const length = now.i32[header] as number;
  const start = now.i32[header + 1] as number;
  const items = (base + leaf.data) >> cellShift(leaf.cell);
  const from = cellsOf(now, leaf.cell);
  const to = cellsOf(before, leaf.cell);
  if (ops === wholeList) {
    if (before.i32[header] === length && before.i32[header + 1] === start) {
      if (!copyItems(from, to, items, leaf.limit, start, 0, length)) return false;
    } else copyItems(from, to, items, leaf.limit, start, 0, length);
  } else {
    copyItems(from, to, items, leaf.limit, start, 0, (ops >>> 8) & 0xff);
    copyItems(from, to, items, leaf.limit, start, length - (ops >>> 24), length);
  }
  before.i32[header] = length;
  before.i32[header + 1] = start;
  return true;
}

/** Copies the items from index `first` to before `end`; tells whether any differed. */
function copyItems(
  from: Cells,
  to: Cells,
  items: number,
  capacity: number,
  start: number,
  first: number,
  end: number,
): boolean {
  let changed = false;
  for (let i = first; i < end; i++) {
    const at = items + (start + i < capacity ? start + i : start + i - capacity);
    if (to[at] === from[at]) continue;
    to[at] = from[at] as number;
    changed = true;
  }
  return changed;
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
  const first = (base + leaf.data) >> cellShift(leaf.cell);
  const from = cellsOf(now, leaf.cell);
  const to = cellsOf(before, leaf.cell);
  const logged = marks[log] as number;
  const all = logged > leaf.logMax;
  const candidates = all ? leaf.limit : logged;
  let kept = 0;
  for (let i = 0; i < candidates; i++) {
    const index = all ? i : (marks[log + 1 + i] as number);
    const at = first + index;
    if (to[at] === from[at]) continue;
    to[at] = from[at] as number;
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
