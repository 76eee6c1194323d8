// The whole visible state on the wire.
//
//   snapshot = root record in full · for each visible table: its used slots · each row

import type { Layout, Memory } from '../state/index.ts';
import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { readFull, writeFull } from './records.ts';
import { readRow, readSlots, writeRow, writeSlots } from './rows.ts';

export function writeSnapshot(out: BitWriter, layout: Layout, memory: Memory): void {
  writeFull(out, layout.root, memory, 0);
  for (const table of layout.tables) {
    if (table.hidden) continue;
    writeSlots(out, table, memory.i32, table.bitmap);
    for (let word = 0; word < table.bitmapWords; word++) {
      for (let bits = memory.i32[table.bitmap + word] as number; bits !== 0; bits &= bits - 1) {
        writeRow(out, table, memory, word * 32 + 31 - Math.clz32(bits & (0 - bits)));
      }
    }
  }
}

/**
 * Replaces the state in `memory`; hidden fields become zero.
 * @throws CODEC_VALUE, CODEC_TRUNCATED; `memory` is undefined then: the caller restores it
 */
export function readSnapshot(from: BitReader, layout: Layout, memory: Memory): void {
  memory.u8.fill(0);
  readFull(from, layout.root, memory, 0);
  for (const table of layout.tables) {
    if (table.hidden) continue;
    const slots = new Int32Array(table.bitmapWords);
    readSlots(from, table, slots);
    for (let word = 0; word < table.bitmapWords; word++) {
      for (let bits = slots[word] as number; bits !== 0; bits &= bits - 1) {
        readRow(from, table, memory, word * 32 + 31 - Math.clz32(bits & (0 - bits)));
      }
    }
  }
}
