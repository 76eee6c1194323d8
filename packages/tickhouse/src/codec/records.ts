// A record (the root's leaves, or a row's) on the wire: all of it, or the leaves that a mask names.
//
//   full  = the words of the buffer from the record's beginning (a row's: its id) to its last visible
//           scalar · each text, list and grid
//   text  = byte length nibbles · UTF-8 bytes
//   mask  = one bit for each visible leaf · for each list in it: its operations (lists.ts)
//   patch = the leaves in the mask, in order: a cell · text · list: what was pushed · grid: its changes

import { cellsOf, code, type Leaf, type Memory, type RecordLayout } from '../state/index.ts';
import type { BitReader } from './bit-reader.ts';
import { type BitWriter, writeWords } from './bit-writer.ts';
import { checkCell, readCell, writeCellAt } from './cells.ts';
import { readGrid, readGridChanges, writeGrid, writeGridChanges } from './grids.ts';
import {
  readList,
  readListFull,
  readListOps,
  writeList,
  writeListFull,
  writeListOps,
} from './lists.ts';
import { readTextBytes, writeTextBytes } from './text.ts';

/** A record's mask as it was read: a bit for each leaf, and the operations of its lists. */
export interface Mask {
  readonly words: Int32Array;
  /** By leaf index. */
  readonly ops: Int32Array;
}

export function emptyMask(record: RecordLayout): Mask {
  return {
    words: new Int32Array(record.maskWords),
    ops: new Int32Array(record.visible.length),
  };
}

export function writeFull(
  out: BitWriter,
  record: RecordLayout,
  memory: Memory,
  base: number,
): void {
  writeWords(out, memory.i32, base >> 2, (record.scalarsEnd + 3) >> 2);
  const { tails } = record;
  for (let i = 0; i < tails.length; i++) {
    const leaf = tails[i] as Leaf;
    if (leaf.code === code.list) writeListFull(out, leaf, memory, base);
    else if (leaf.code === code.grid) writeGrid(out, leaf, memory, base);
    else writeScalar(out, leaf, memory, base);
  }
}

/** Reads a record, but a row's id, into what must be zero. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readFull(
  from: BitReader,
  record: RecordLayout,
  memory: Memory,
  base: number,
): void {
  from.wordsTo(memory.i32, (base + record.start) >> 2, (record.scalarsEnd + 3 - record.start) >> 2);
  checkScalars(record, memory, base);
  for (const leaf of record.tails) {
    if (leaf.code === code.list) readListFull(from, leaf, memory, base);
    else if (leaf.code === code.grid) readGrid(from, leaf, memory, base);
    else readScalar(from, leaf, memory, base);
  }
}

/** Every scalar must hold one of its values; whatever came between them is zero. */
function checkScalars(record: RecordLayout, memory: Memory, base: number): void {
  let end = record.start;
  for (const leaf of record.visible) {
    if (leaf.code >= code.text) break;
    memory.u8.fill(0, base + end, base + leaf.offset);
    checkCell(leaf, memory, (base + leaf.offset) >> leaf.shift);
    end = leaf.offset + leaf.bytes;
  }
  memory.u8.fill(0, base + end, (base + end + 3) & ~3);
}

/** Writes the mask that stands in `marks` from `block` on. */
export function writeMask(
  out: BitWriter,
  record: RecordLayout,
  marks: Int32Array,
  block: number,
): void {
  const leaves = record.visible;
  for (let word = 0; word < record.maskWords; word++) {
    out.bits((marks[block + word] as number) >>> 0, Math.min(32, leaves.length - word * 32));
  }
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i] as Leaf;
    if (leaf.code === code.list && ((marks[block + (i >> 5)] as number) >>> (i & 31)) & 1) {
      writeListOps(out, marks[block + leaf.kept] as number);
    }
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readMask(from: BitReader, record: RecordLayout, mask: Mask): void {
  const leaves = record.visible;
  for (let word = 0; word < record.maskWords; word++) {
    mask.words[word] = from.bits(Math.min(32, leaves.length - word * 32));
  }
  for (let i = 0; i < leaves.length; i++) {
    const listed = ((mask.words[i >> 5] as number) >>> (i & 31)) & 1;
    if (listed && (leaves[i] as Leaf).code === code.list) mask.ops[i] = readListOps(from);
  }
}

export function writePatch(
  out: BitWriter,
  record: RecordLayout,
  memory: Memory,
  base: number,
  marks: Int32Array,
  block: number,
): void {
  for (let word = 0; word < record.maskWords; word++) {
    for (let bits = marks[block + word] as number; bits !== 0; bits &= bits - 1) {
      const leaf = record.visible[word * 32 + 31 - Math.clz32(bits & (0 - bits))] as Leaf;
      if (leaf.code === code.list) {
        writeList(out, leaf, memory, base, marks[block + leaf.kept] as number);
      } else if (leaf.code === code.grid) {
        writeGridChanges(out, leaf, memory, base, marks, block + leaf.kept);
      } else writeScalar(out, leaf, memory, base);
    }
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readPatch(
  from: BitReader,
  record: RecordLayout,
  memory: Memory,
  base: number,
  mask: Mask,
): void {
  for (let word = 0; word < record.maskWords; word++) {
    for (let bits = mask.words[word] as number; bits !== 0; bits &= bits - 1) {
      const index = word * 32 + 31 - Math.clz32(bits & (0 - bits));
      const leaf = record.visible[index] as Leaf;
      if (leaf.code === code.list) readList(from, leaf, memory, base, mask.ops[index] as number);
      else if (leaf.code === code.grid) readGridChanges(from, leaf, memory, base);
      else readScalar(from, leaf, memory, base);
    }
  }
}

function writeScalar(out: BitWriter, leaf: Leaf, memory: Memory, base: number): void {
  if (leaf.code === code.text) {
    const at = base + leaf.data;
    writeTextBytes(
      out,
      memory.u8.subarray(at, at + (memory.u16[(base + leaf.offset) >> 1] as number)),
    );
    return;
  }
  writeCellAt(out, leaf, memory, (base + leaf.offset) >> leaf.shift);
}

function readScalar(from: BitReader, leaf: Leaf, memory: Memory, base: number): void {
  if (leaf.code !== code.text) {
    const at = (base + leaf.offset) >> leaf.shift;
    cellsOf(memory, leaf.cell)[at] = readCell(from, leaf);
    return;
  }
  const bytes = readTextBytes(from, leaf);
  const at = base + leaf.data;
  memory.u8.fill(0, at, at + 4 * leaf.limit);
  memory.u8.set(bytes, at);
  memory.u16[(base + leaf.offset) >> 1] = bytes.length;
}
