// What changed, on the wire, from marks that say where to look (changes.ts).
//
//   delta = root: 0 (1 bit) · or 1 · mask · patch
//           each visible table: 0 (1 bit) · or 1 · slots that changed · for each of them:
//             1 (1 bit): the mask of the last patch of this table again · patch
//             0 · 1: mask · patch     0 · 0 · 1: a new row     0 · 0 · 0: the row is gone
//
// Rows that do the same thing in a tick (snakes that move) so share one mask and cost one bit each.

import {
  type Cells,
  cellsOf,
  code,
  type Layout,
  type Leaf,
  type Memory,
  type RecordLayout,
  rootBlock,
  type TableLayout,
} from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { offOfEnd } from './list-items.ts';
import { emptyMask, type Mask, readMask, readPatch, writeMask, writePatch } from './records.ts';
import { isUsed, readRow, readSlots, removeRow, rowBase, writeRow, writeSlots } from './rows.ts';

export function writeDelta(
  out: BitWriter,
  layout: Layout,
  memory: Memory,
  marks: Int32Array,
): void {
  const root = marks[0] !== 0;
  out.bool(root);
  if (root) {
    writeMask(out, layout.root, marks, rootBlock);
    writePatch(out, layout.root, memory, 0, marks, rootBlock);
  }
  for (const table of layout.tables) if (!table.hidden) writeTable(out, table, memory, marks);
}

function writeTable(out: BitWriter, table: TableLayout, memory: Memory, marks: Int32Array): void {
  const { row } = table;
  if (!anyDirty(table, marks)) {
    out.bits(0, 1);
    return;
  }
  out.bits(1, 1);
  writeSlots(out, table, marks, table.kept.dirty);
  // The block of the row whose mask was written last, and the list where a push is all that it says.
  let last = -1;
  let pushed: Leaf | undefined;
  let cells: Cells = memory.u8;
  let atBack = false;
  for (let word = 0; word < table.bitmapWords; word++) {
    const fresh = marks[table.kept.fresh + word] as number;
    for (let bits = marks[table.kept.dirty + word] as number; bits !== 0; bits &= bits - 1) {
      const bit = bits & (0 - bits);
      const slot = word * 32 + 31 - Math.clz32(bit);
      const block = table.kept.blocks + slot * row.keptWords;
      const base = table.rows + slot * table.stride;
      if ((fresh & bit) !== 0 || memory.i32[base >> 2] === 0) {
        writeNewOrGone(out, table, memory, slot);
      } else if (last < 0 || !sameHead(marks, last, block, row.headWords)) {
        out.bits(2, 2);
        writeMask(out, row, marks, block);
        writePatch(out, row, memory, base, marks, block);
        last = block;
        pushed = onlyPush(row, marks, block);
        if (pushed !== undefined) {
          cells = cellsOf(memory, pushed.cell);
          atBack = (marks[block + pushed.kept] as number) >>> 24 !== 0;
        }
      } else if (pushed === undefined) {
        out.bits(1, 1);
        writePatch(out, row, memory, base, marks, block);
      } else {
        // What writePatch would write, with the bit before it: most rows of most ticks go this way.
        const off = offOfEnd(pushed, memory, cells, base, atBack);
        out.bits(off === 0 ? 1 : 3, 2);
        if (off !== 0) out.zigzag(off);
      }
    }
  }
}

function anyDirty(table: TableLayout, marks: Int32Array): boolean {
  for (let word = table.kept.dirty; word < table.kept.dirty + table.bitmapWords; word++) {
    if (marks[word] !== 0) return true;
  }
  return false;
}

function writeNewOrGone(out: BitWriter, table: TableLayout, memory: Memory, slot: number): void {
  if (!isUsed(table, memory, slot)) out.bits(0, 3);
  else {
    out.bits(4, 3);
    writeRow(out, table, memory, slot);
  }
}

/** Whether two rows changed in the same leaves, their lists by the same operations. */
function sameHead(marks: Int32Array, a: number, b: number, words: number): boolean {
  for (let word = 0; word < words; word++) if (marks[a + word] !== marks[b + word]) return false;
  return true;
}

/** The list of integers to one end of which one item was pushed, where that is the row's only patch. */
function onlyPush(row: RecordLayout, marks: Int32Array, block: number): Leaf | undefined {
  const [leaf] = row.lists;
  if (leaf === undefined || row.headWords !== 2 || leaf.cell >= code.f32) return undefined;
  if (marks[block] !== 1 << leaf.index) return undefined;
  const pushed = (marks[block + leaf.kept] as number) & 0xff00ff00;
  return pushed === 1 << 8 || pushed === 1 << 24 ? leaf : undefined;
}

/**
 * Applies a delta to the state in `memory`.
 * @throws CODEC_VALUE, CODEC_TRUNCATED; `memory` may be half changed then: the caller restores it
 */
export function readDelta(from: BitReader, layout: Layout, memory: Memory): void {
  if (from.bool()) {
    const mask = emptyMask(layout.root);
    readMask(from, layout.root, mask);
    readPatch(from, layout.root, memory, 0, mask);
  }
  for (const table of layout.tables) {
    if (!table.hidden && from.bool()) readTable(from, table, memory);
  }
}

function readTable(from: BitReader, table: TableLayout, memory: Memory): void {
  const slots = new Int32Array(table.bitmapWords);
  readSlots(from, table, slots);
  const mask = emptyMask(table.row);
  for (let word = 0; word < table.bitmapWords; word++) {
    for (let bits = slots[word] as number; bits !== 0; bits &= bits - 1) {
      readRowChange(from, table, memory, word * 32 + 31 - Math.clz32(bits & (0 - bits)), mask);
    }
  }
}

function readRowChange(
  from: BitReader,
  table: TableLayout,
  memory: Memory,
  slot: number,
  mask: Mask,
): void {
  const again = from.bool();
  if (!again && !from.bool()) {
    if (from.bool()) readRow(from, table, memory, slot);
    else removeRow(table, memory, slot);
    return;
  }
  if (!isUsed(table, memory, slot)) throw badValue(`a change of a row that ${table.path} lacks`);
  if (!again) readMask(from, table.row, mask);
  readPatch(from, table.row, memory, rowBase(table, slot), mask);
}
