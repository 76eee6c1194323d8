// From a byte back to a name: where two states differ, in words.

import type { Layout, Leaf } from './layout.ts';

/** The field that the byte at `offset` belongs to: `snakes[3].score`, `ground`. */
export function pathAt(layout: Layout, offset: number): string {
  for (const table of layout.tables) {
    const end = table.rows + table.capacity * table.stride;
    if (offset < table.offset || offset >= end) continue;
    if (offset < table.rows) return `${table.path} (its rows in use)`;
    const slot = Math.floor((offset - table.rows) / table.stride);
    const within = (offset - table.rows) % table.stride;
    return `${table.path}[${slot}].${leafAt(table.row.leaves, within)?.path ?? 'id'}`;
  }
  return leafAt(layout.root.leaves, offset)?.path ?? 'padding';
}

function leafAt(leaves: readonly Leaf[], offset: number): Leaf | undefined {
  return leaves.find((leaf) => offset >= leaf.offset && offset < leaf.offset + leaf.bytes);
}
