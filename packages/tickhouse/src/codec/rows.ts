// Which slots of a table a message speaks of, and rows as a whole.
//
//   slots = 0 (1 bit): a bit for each slot of the table
//           1: count nibbles · slots, ascending, each as its distance from the one before − 1, nibbles
//   row   = the record in full, its id first

import type { Memory, TableLayout } from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { readFull, writeFull } from './records.ts';

/** Writes the set of slots in the bitmap that stands in `words` from `at` on. */
export function writeSlots(
  out: BitWriter,
  table: TableLayout,
  words: Int32Array,
  at: number,
): void {
  let count = 0;
  for (let i = 0; i < table.bitmapWords; i++) count += popcount(words[at + i] as number);
  // A distance takes about eight bits.
  const sparse = count * 8 + 8 < table.capacity;
  out.bool(sparse);
  if (!sparse) {
    for (let i = 0; i < table.bitmapWords; i++) {
      out.bits((words[at + i] as number) >>> 0, Math.min(32, table.capacity - i * 32));
    }
    return;
  }
  out.nibbles(count);
  let before = -1;
  for (let i = 0; i < table.bitmapWords; i++) {
    for (let bits = words[at + i] as number; bits !== 0; bits &= bits - 1) {
      const slot = i * 32 + 31 - Math.clz32(bits & (0 - bits));
      out.nibbles(slot - before - 1);
      before = slot;
    }
  }
}

/** Reads a set of slots into `words`, `table.bitmapWords` of them. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readSlots(from: BitReader, table: TableLayout, words: Int32Array): void {
  if (!from.bool()) {
    for (let i = 0; i < table.bitmapWords; i++) {
      words[i] = from.bits(Math.min(32, table.capacity - i * 32));
    }
    return;
  }
  words.fill(0);
  const count = from.nibbles();
  let slot = -1;
  for (let i = 0; i < count; i++) {
    slot += from.nibbles() + 1;
    if (slot >= table.capacity) throw badValue(table.path);
    words[slot >> 5] = (words[slot >> 5] as number) | (1 << (slot & 31));
  }
}

export function rowBase(table: TableLayout, slot: number): number {
  return table.rows + slot * table.stride;
}

export function isUsed(table: TableLayout, memory: Memory, slot: number): boolean {
  return memory.u32[rowBase(table, slot) >> 2] !== 0;
}

export function writeRow(out: BitWriter, table: TableLayout, memory: Memory, slot: number): void {
  writeFull(out, table.row, memory, rowBase(table, slot));
}

/** Reads a row into its slot, whatever stood there before. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readRow(from: BitReader, table: TableLayout, memory: Memory, slot: number): void {
  removeRow(table, memory, slot);
  const base = rowBase(table, slot);
  from.wordsTo(memory.i32, base >> 2, 1);
  const id = memory.u32[base >> 2] as number;
  if (id >>> table.slotBits === 0) throw badValue(table.path);
  if ((id & ((1 << table.slotBits) - 1)) !== slot) {
    throw badValue(table.path);
  }
  readFull(from, table.row, memory, base);
  const header = table.offset >> 2;
  const word = table.bitmap + (slot >> 5);
  memory.u32[header] = (memory.u32[header] as number) + 1;
  memory.i32[word] = (memory.i32[word] as number) | (1 << (slot & 31));
}

/** Frees a slot; nothing happens where it is free. */
export function removeRow(table: TableLayout, memory: Memory, slot: number): void {
  if (!isUsed(table, memory, slot)) return;
  const header = table.offset >> 2;
  const word = table.bitmap + (slot >> 5);
  const base = rowBase(table, slot);
  memory.u32[header] = (memory.u32[header] as number) - 1;
  memory.i32[word] = (memory.i32[word] as number) & ~(1 << (slot & 31));
  memory.u8.fill(0, base, base + table.stride);
}

/** How many bits of a word are 1. */
export function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
