// Comparison decides: marks that turn out to mean no change are dropped, and the state of the tick
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

/** The commonest change of a list: a snake moves. */
const unshiftPop = (1 << 8) | (1 << 16);

/**
 * Moves what is left of `marks` to `kept`, and clears them. Only what is dirty is moved: the blocks of
 * other rows in `kept` are undefined.
 */
export function settleMarks(
  layout: Layout,
  now: Memory,
  before: Memory,
  marks: Int32Array,
  kept: Int32Array,
): void {
  kept[0] = 0;
  if (marks[0] !== 0) {
    marks[0] = 0;
    if (settleRecord(layout.root, now, before, 0, marks, kept, rootBlock)) kept[0] = 1;
  }
  for (const table of layout.tables) {
    if (!table.hidden) settleTable(table, now, before, marks, kept);
  }
  // Where hidden lists note what nobody reads.
  marks[layout.markWords - 1] = 0;
}

function settleTable(
  table: TableLayout,
  now: Memory,
  before: Memory,
  marks: Int32Array,
  kept: Int32Array,
): void {
  const { row } = table;
  for (let word = 0; word < table.bitmapWords; word++) {
    const fresh = marks[table.fresh + word] as number;
    let dirty = marks[table.dirty + word] as number;
    for (let bits = dirty; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const slot = word * 32 + 31 - Math.clz32(bit);
      const block = table.blocks + slot * row.markWords;
      const base = table.rows + slot * table.stride;
      const stays =
        (fresh & bit) !== 0 || now.i32[base >> 2] === 0
          ? settleNewOrGone(table, now, before, base, marks, block)
          : settleRecord(row, now, before, base, marks, kept, block);
      if (!stays) dirty &= ~bit;
    }
    marks[table.dirty + word] = 0;
    marks[table.fresh + word] = 0;
    kept[table.dirty + word] = dirty;
    kept[table.fresh + word] = fresh & dirty;
  }
}

function settleNewOrGone(
  table: TableLayout,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  block: number,
): boolean {
  const cameAndWent = now.i32[base >> 2] === 0 && before.i32[base >> 2] === 0;
  before.u8.set(now.u8.subarray(base, base + table.stride), base);
  marks.fill(0, block, block + table.row.markWords);
  return !cameAndWent;
}

/** Tells whether any leaf really changed; the bits of those that did not are not kept. */
function settleRecord(
  record: RecordLayout,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  kept: Int32Array,
  block: number,
): boolean {
  let any = 0;
  for (let word = block; word < block + record.maskWords; word++) {
    let bits = marks[word] as number;
    if (bits !== 0) {
      marks[word] = 0;
      bits = settleBits(record, now, before, base, marks, kept, block, word, bits);
      any |= bits;
    }
    kept[word] = bits;
  }
  for (const leaf of record.lists) {
    const mark = block + leaf.mark;
    const ops = marks[mark] as number;
    marks[mark] = 0;
    kept[mark] = 0;
    if (ops === 0 || !settleList(leaf, now, before, base, ops)) continue;
    kept[mark] = ops;
    const word = block + (leaf.index >> 5);
    kept[word] = (kept[word] as number) | (1 << leaf.index);
    any = 1;
  }
  return any !== 0;
}

/** One word of a record's bits: those of scalars, texts and grids. Gives the bits that stay. */
function settleBits(
  record: RecordLayout,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  kept: Int32Array,
  block: number,
  word: number,
  marked: number,
): number {
  let stay = marked;
  for (let bits = marked; bits !== 0; bits &= bits - 1) {
    const bit = bits & -bits;
    const leaf = record.visible[(word - block) * 32 + 31 - Math.clz32(bit)] as Leaf;
    const changed =
      leaf.code === code.grid
        ? settleGrid(leaf, now, before, base, marks, kept, block + leaf.mark)
        : leaf.code === code.text
          ? copyBytes(now.u8, before.u8, base + leaf.offset, leaf.bytes)
          : copyCell(now, before, leaf.shift, (base + leaf.offset) >> leaf.shift);
    if (!changed) stay &= ~bit;
  }
  return stay;
}

/** Brings a list up to date; tells whether it really changed. */
function settleList(leaf: Leaf, now: Memory, before: Memory, base: number, ops: number): boolean {
  const header = (base + leaf.offset) >> 2;
  const length = now.i32[header] as number;
  const start = now.i32[header + 1] as number;
  let changed = before.i32[header] !== length || before.i32[header + 1] !== start;
  before.i32[header] = length;
  before.i32[header + 1] = start;
  if (ops === unshiftPop && changed) {
    copyCell(now, before, leaf.shift, ((base + leaf.data) >> leaf.shift) + start);
    return true;
  }
  const whole = ops === wholeList;
  const front = whole ? length : (ops >>> 8) & 0xff;
  const back = whole ? 0 : ops >>> 24;
  if (copyItems(leaf, now, before, base, start, 0, front)) changed = true;
  if (copyItems(leaf, now, before, base, start, length - back, length)) changed = true;
  return changed;
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

/** Keeps in the log each cell that really changed, once; an overflown log becomes exact where it can. */
function settleGrid(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  marks: Int32Array,
  kept: Int32Array,
  log: number,
): boolean {
  const first = (base + leaf.data) >> leaf.shift;
  const logged = marks[log] as number;
  const all = logged > leaf.logMax;
  const candidates = all ? leaf.limit : logged;
  let count = 0;
  for (let i = 0; i < candidates; i++) {
    const index = all ? i : (marks[log + 1 + i] as number);
    if (!copyCell(now, before, leaf.shift, first + index)) continue;
    if (count < leaf.logMax) kept[log + 1 + count] = index;
    count++;
  }
  marks[log] = 0;
  kept[log] = Math.min(count, leaf.logMax + 1);
  return count > 0;
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
