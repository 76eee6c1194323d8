// The visible part of a state, for comparing what a client holds with what the server has.

import type { Layout, Memory } from '../state/index.ts';
import { rowBase } from './rows.ts';

/** A copy of the state in which everything that never travels is zero: what a mirror must equal. */
export function visibleBytes(layout: Layout, memory: Memory): Uint8Array {
  const bytes = memory.u8.slice();
  for (const leaf of layout.root.leaves) {
    if (leaf.hidden) bytes.fill(0, leaf.offset, leaf.offset + leaf.bytes);
  }
  for (const table of layout.tables) {
    const end = rowBase(table, table.capacity);
    if (table.hidden) {
      bytes.fill(0, table.offset, end);
      continue;
    }
    // The count of rows ever added is the server's own.
    bytes.fill(0, table.offset + 4, table.offset + 8);
    for (const leaf of table.row.leaves) {
      if (!leaf.hidden) continue;
      for (let base = table.rows; base < end; base += table.stride) {
        bytes.fill(0, base + leaf.offset, base + leaf.offset + leaf.bytes);
      }
    }
  }
  return bytes;
}
