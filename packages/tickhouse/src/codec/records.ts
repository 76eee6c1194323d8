// A record (the root's leaves, or a row's) on the wire: all of it, or the leaves that a mask names.
//
//   full  = every visible leaf in order: a cell · text: byte length nibbles, bytes · list, grid: whole
//   mask  = one bit for each visible leaf · for each list in it: its operations (lists.ts)
//   patch = the leaves in the mask, in order: a cell · text · list: what was pushed · grid: its changes

import {
  cellsOf,
  code,
  type Leaf,
  type Memory,
  measureText,
  type RecordLayout,
  wholeList,
  writeText,
} from '../state/index.ts';
import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { readCell, writeCellAt } from './cells.ts';
import { readGrid, readGridChanges, writeGrid, writeGridChanges } from './grids.ts';
import { readList, readListOps, writeList, writeListOps } from './lists.ts';
import { readTextField } from './values.ts';

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
  for (const leaf of record.visible) {
    if (leaf.code === code.list) writeList(out, leaf, memory, base, wholeList);
    else if (leaf.code === code.grid) writeGrid(out, leaf, memory, base);
    else writeScalar(out, leaf, memory, base);
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readFull(
  from: BitReader,
  record: RecordLayout,
  memory: Memory,
  base: number,
): void {
  for (const leaf of record.visible) {
    if (leaf.code === code.list) readList(from, leaf, memory, base, wholeList);
    else if (leaf.code === code.grid) readGrid(from, leaf, memory, base);
    else readScalar(from, leaf, memory, base);
  }
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
      writeListOps(out, marks[block + leaf.mark] as number);
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
      const leaf = record.visible[word * 32 + 31 - Math.clz32(bits & -bits)] as Leaf;
      if (leaf.code === code.list) {
        writeList(out, leaf, memory, base, marks[block + leaf.mark] as number);
      } else if (leaf.code === code.grid) {
        writeGridChanges(out, leaf, memory, base, marks, block + leaf.mark);
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
      const index = word * 32 + 31 - Math.clz32(bits & -bits);
      const leaf = record.visible[index] as Leaf;
      if (leaf.code === code.list) readList(from, leaf, memory, base, mask.ops[index] as number);
      else if (leaf.code === code.grid) readGridChanges(from, leaf, memory, base);
      else readScalar(from, leaf, memory, base);
    }
  }
}

function writeScalar(out: BitWriter, leaf: Leaf, memory: Memory, base: number): void {
  if (leaf.code === code.text) {
    const length = memory.u16[(base + leaf.offset) >> 1] as number;
    out.nibbles(length);
    out.bytes(memory.u8, base + leaf.data, base + leaf.data + length);
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
  const value = readTextField(from, leaf);
  const at = base + leaf.data;
  memory.u8.fill(0, at, at + 4 * leaf.limit);
  writeText(memory.u8, at, value);
  memory.u16[(base + leaf.offset) >> 1] = measureText(value, leaf.limit);
}
