// What changed, on the wire, from marks that say where to look (changes.ts).
//
//   delta = root: 0 (1 bit) · or 1 · mask · patch
//           each visible table: 0 (1 bit) · or 1 · slots that changed · for each of them:
//             1 (1 bit): this table's common mask · patch
//             0 · 1: mask · patch     0 · 0 · 1: a new row     0 · 0 · 0: the row is gone
//
// Rows that do the same thing in a tick (snakes that move) so share one mask and cost one bit each. The
// common mask is the first that was written, until two rows in a row had others: then the second's.

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

/** @param marks what is kept of the tick */
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

/**
 * Long for speed: a row with the common mask of which this says that one item was pushed to a list, as of
 * most rows of most ticks, is written in the loop, so that nothing about the list is asked for twice.
 */
function writeTable(out: BitWriter, table: TableLayout, memory: Memory, marks: Int32Array): void {
  const { row, rows, stride, bitmapWords } = table;
  const { dirty: dirtyAt, fresh: freshAt, blocks } = table.kept;
  if (!anyOf(marks, dirtyAt, bitmapWords)) {
    out.bits(0, 1);
    return;
  }
  out.bits(1, 1);
  writeSlots(out, table, marks, dirtyAt);
  const { keptWords } = row;
  const words = memory.i32;
  // The block of a row with the common mask; the list to which it pushes, and how.
  let common = -1;
  let missed = true;
  let pushed: Leaf | undefined;
  let pushes = 0;
  let cells: Cells = memory.u8;
  for (let word = 0; word < bitmapWords; word++) {
    const fresh = marks[freshAt + word] as number;
    for (let bits = marks[dirtyAt + word] as number; bits !== 0; bits &= bits - 1) {
      const bit = bits & (0 - bits);
      const slot = word * 32 + 31 - Math.clz32(bit);
      const block = blocks + slot * keptWords;
      const base = rows + slot * stride;
      if ((fresh & bit) !== 0 || words[base >> 2] === 0) {
        writeNewOrGone(out, table, memory, slot);
      } else if (
        pushed !== undefined &&
        marks[block + 1] === pushes &&
        marks[block] === 1 << pushed.index
      ) {
        // What writePatch would write, with the bit before it.
        const off = offOfEnd(pushed, words, cells, base, pushes >>> 24 !== 0);
        if (off === 0) out.bits(1, 2);
        else {
          out.bits(3, 2);
          out.zigzag(off);
        }
        missed = false;
      } else if (common >= 0 && sameHead(marks, common, block, row.headWords)) {
        out.bits(1, 1);
        writePatch(out, row, memory, base, marks, block);
        missed = false;
      } else {
        out.bits(2, 2);
        writeMask(out, row, marks, block);
        writePatch(out, row, memory, base, marks, block);
        if (missed) {
          common = block;
          pushed = onlyPush(row, marks, block);
          pushes = marks[block + 1] as number;
          if (pushed !== undefined) cells = cellsOf(memory, pushed.cell);
        }
        missed = true;
      }
    }
  }
}

function anyOf(words: Int32Array, from: number, count: number): boolean {
  for (let word = from; word < from + count; word++) if (words[word] !== 0) return true;
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

/**
 * The list of integers to one end of which one item was pushed, where that is the row's only patch. A
 * row with one list and one word of bits has the list's operations in its block's second word.
 */
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

/** The masks of a table's rows, as far as they were read. */
interface Masks {
  common: Mask;
  other: Mask;
  /** Whether the last row had another mask than the common one; so it is before the first row. */
  missed: boolean;
}

function readTable(from: BitReader, table: TableLayout, memory: Memory): void {
  const slots = new Int32Array(table.bitmapWords);
  readSlots(from, table, slots);
  const masks: Masks = { common: emptyMask(table.row), other: emptyMask(table.row), missed: true };
  for (let word = 0; word < table.bitmapWords; word++) {
    for (let bits = slots[word] as number; bits !== 0; bits &= bits - 1) {
      readRowChange(from, table, memory, word * 32 + 31 - Math.clz32(bits & (0 - bits)), masks);
    }
  }
}

function readRowChange(
  from: BitReader,
  table: TableLayout,
  memory: Memory,
  slot: number,
  masks: Masks,
): void {
  const common = from.bool();
  if (!common && !from.bool()) {
    if (from.bool()) readRow(from, table, memory, slot);
    else removeRow(table, memory, slot);
    return;
  }
  if (!isUsed(table, memory, slot)) throw badValue(table.path);
  if (!common) readMask(from, table.row, masks.other);
  const mask = common ? masks.common : masks.other;
  readPatch(from, table.row, memory, rowBase(table, slot), mask);
  if (!common && masks.missed) {
    masks.other = masks.common;
    masks.common = mask;
  }
  masks.missed = !common;
}
