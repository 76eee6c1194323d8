// Comparison decides: marks that turn out to mean no change are dropped, and the shadow (shadow.ts) is
// brought up to date where they do. A record at `base` has its shadow at `beforeBase`.

import {
  code,
  type Layout,
  type Leaf,
  type Memory,
  type RecordLayout,
  rootBlock,
  type TableLayout,
} from '../state/index.ts';
import { copyBytes, copyCell } from './copy.ts';
import { settleList, unshiftPop } from './settle-list.ts';
import type { TableShadow } from './shadow.ts';

/**
 * Turns `marks` into what is `kept` of the tick, and clears them. Only what is dirty is written: in `kept`
 * the blocks of other rows are undefined.
 */
export function settleMarks(
  layout: Layout,
  shadows: readonly TableShadow[],
  now: Memory,
  before: Memory,
  marks: Int32Array,
  kept: Int32Array,
): void {
  kept[0] = 0;
  if (marks[0] !== 0) {
    marks[0] = 0;
    const { root } = layout;
    kept[0] = settleRecord(root, now, before, 0, 0, marks, kept, rootBlock, rootBlock) && 1;
  }
  const { tables } = layout;
  for (let i = 0; i < tables.length; i++) {
    const table = tables[i] as TableLayout;
    if (table.hidden) continue;
    settleTable(table, shadows[i] as TableShadow, now, before, marks, kept);
  }
}

function settleTable(
  table: TableLayout,
  shadow: TableShadow,
  now: Memory,
  before: Memory,
  marks: Int32Array,
  kept: Int32Array,
): void {
  for (let word = 0; word < table.bitmapWords; word++) {
    const touched = takeTouched(marks, table.marks.touched + 8 * word);
    let dirty = 0;
    let fresh = 0;
    if (touched !== 0) {
      fresh = marks[table.marks.fresh + word] as number;
      marks[table.marks.fresh + word] = 0;
      dirty = settleRows(table, shadow, now, before, marks, kept, 32 * word, touched, fresh);
    }
    kept[table.kept.dirty + word] = dirty;
    kept[table.kept.fresh + word] = fresh & dirty;
  }
}

/** The bytes of 32 slots as 32 bits; the bytes are cleared. */
function takeTouched(marks: Int32Array, first: number): number {
  let touched = 0;
  for (let i = 0; i < 8; i++) {
    const word = marks[first + i] as number;
    if (word === 0) continue;
    marks[first + i] = 0;
    const bits = (word & 1) | ((word >> 7) & 2) | ((word >> 14) & 4) | ((word >> 21) & 8);
    touched |= bits << (4 * i);
  }
  return touched;
}

/**
 * Settles the touched of 32 rows; gives those that really changed. Here and below `| 0` tells V8 that a
 * parameter or a result is an integer: what goes round a loop would become a double. `imul` spares it
 * looking whether a product became too large, or −0.
 *
 * Long for speed: rows of which one list moved, and nothing else (snakes), are settled in the loop, so
 * that nothing about the list is asked for twice.
 */
function settleRows(
  table: TableLayout,
  shadow: TableShadow,
  now: Memory,
  before: Memory,
  marks: Int32Array,
  kept: Int32Array,
  firstSlot: number,
  touched: number,
  fresh: number,
): number {
  const { row, rows, stride } = table;
  const { markWords, keptWords } = row;
  const markBlocks = table.marks.blocks;
  const keptBlocks = table.kept.blocks;
  const { rows: beforeRows, stride: beforeStride, end } = shadow;
  const mover = row.headWords === 2 ? row.lists[0] : undefined;
  const header = mover === undefined ? 0 : mover.offset;
  const data = mover === undefined ? 0 : mover.data;
  const shift = mover === undefined ? 0 : mover.shift;
  const moverBit = mover === undefined ? 0 : 1 << mover.index;
  const nowWords = now.i32;
  const beforeWords = before.i32;
  let dirty = touched | 0;
  for (let bits = touched | 0; bits !== 0; bits &= bits - 1) {
    const bit = bits & (0 - bits);
    const slot = firstSlot + 31 - Math.clz32(bit);
    const base = (rows + Math.imul(slot, stride)) | 0;
    const beforeBase = (beforeRows + Math.imul(slot, beforeStride)) | 0;
    const markBlock = (markBlocks + Math.imul(slot, markWords)) | 0;
    const keptBlock = (keptBlocks + Math.imul(slot, keptWords)) | 0;
    let changed = 0;
    if ((fresh & bit) !== 0 || nowWords[base >> 2] === 0) {
      changed = settleNewOrGone(row, end, now, before, base, beforeBase, marks, markBlock) | 0;
    } else if (
      mover !== undefined &&
      marks[markBlock] === 0 &&
      marks[markBlock + 1] === unshiftPop &&
      (beforeWords[(beforeBase + header) >> 2] as number) > 1
    ) {
      marks[markBlock + 1] = 0;
      kept[keptBlock] = moverBit;
      kept[keptBlock + 1] = unshiftPop;
      const start = nowWords[((base + header) >> 2) + 1] as number;
      beforeWords[((beforeBase + header) >> 2) + 1] = start;
      const at = (base + data) >> shift;
      copyCell(now, before, shift, at + start, ((beforeBase + data) >> shift) + start);
      continue;
    } else {
      changed =
        settleRecord(row, now, before, base, beforeBase, marks, kept, markBlock, keptBlock) | 0;
    }
    if (changed === 0) dirty &= ~bit;
  }
  return dirty;
}

/** 0 where nothing was, and nothing is. */
function settleNewOrGone(
  row: RecordLayout,
  end: number,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  marks: Int32Array,
  block: number,
): number {
  const cameAndWent = now.i32[base >> 2] === 0 && before.i32[beforeBase >> 2] === 0;
  copyBytes(now, before, base, beforeBase, end);
  marks.fill(0, block, block + row.markWords);
  return cameAndWent ? 0 : 1;
}

/** Settles each leaf that was touched; 0 where none really changed. */
function settleRecord(
  record: RecordLayout,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  marks: Int32Array,
  kept: Int32Array,
  markBlock: number,
  keptBlock: number,
): number {
  let any = 0;
  for (let word = 0; word < record.maskWords; word++) {
    const bits = marks[markBlock + word] as number;
    let stay = 0;
    if (bits !== 0) {
      marks[markBlock + word] = 0;
      stay =
        settleBits(
          record,
          now,
          before,
          base,
          beforeBase,
          marks,
          kept,
          markBlock,
          keptBlock,
          word,
          bits,
        ) | 0;
    }
    kept[keptBlock + word] = stay;
    any |= stay;
  }
  const { lists } = record;
  for (let i = 0; i < lists.length; i++) {
    const leaf = lists[i] as Leaf;
    const counts = marks[markBlock + leaf.mark] as number;
    let ops = 0;
    if (counts !== 0) {
      marks[markBlock + leaf.mark] = 0;
      ops = settleList(leaf, now, before, base, beforeBase, counts) | 0;
    }
    kept[keptBlock + leaf.kept] = ops;
    if (ops !== 0) {
      const word = keptBlock + (leaf.index >> 5);
      kept[word] = (kept[word] as number) | (1 << leaf.index);
      any = 1;
    }
  }
  return any;
}

/** One word of a record's bits: those of scalars, texts and grids. Gives the bits that stay. */
function settleBits(
  record: RecordLayout,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  marks: Int32Array,
  kept: Int32Array,
  markBlock: number,
  keptBlock: number,
  word: number,
  marked: number,
): number {
  let stay = marked;
  for (let bits = marked; bits !== 0; bits &= bits - 1) {
    const bit = bits & (0 - bits);
    const leaf = record.visible[word * 32 + 31 - Math.clz32(bit)] as Leaf;
    const { shift, offset } = leaf;
    const at = base + offset;
    const to = beforeBase + offset;
    let changed: boolean;
    if (leaf.code < code.text) changed = copyCell(now, before, shift, at >> shift, to >> shift);
    else if (leaf.code === code.text) changed = copyBytes(now, before, at, to, leaf.bytes);
    else {
      const log = markBlock + leaf.mark;
      const keptLog = keptBlock + leaf.kept;
      changed = settleGrid(leaf, now, before, base, beforeBase, marks, log, kept, keptLog);
    }
    if (!changed) stay &= ~bit;
  }
  return stay;
}

/** Keeps in the log each cell that really changed, once; an overflown log becomes exact where it can. */
function settleGrid(
  leaf: Leaf,
  now: Memory,
  before: Memory,
  base: number,
  beforeBase: number,
  marks: Int32Array,
  log: number,
  kept: Int32Array,
  keptLog: number,
): boolean {
  const first = (base + leaf.data) >> leaf.shift;
  const beforeFirst = (beforeBase + leaf.data) >> leaf.shift;
  const logged = marks[log] as number;
  const all = logged > leaf.logMax;
  const candidates = all ? leaf.limit : logged;
  let count = 0;
  for (let i = 0; i < candidates; i++) {
    const index = all ? i : (marks[log + 1 + i] as number);
    if (!copyCell(now, before, leaf.shift, first + index, beforeFirst + index)) continue;
    if (count < leaf.logMax) kept[keptLog + 1 + count] = index;
    count++;
  }
  marks[log] = 0;
  kept[keptLog] = Math.min(count, leaf.logMax + 1);
  return count > 0;
}
