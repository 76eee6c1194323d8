// The shadow: what travels of the state of the tick before, to compare with. A record's leaves lie in it
// as they do in the state, behind a base of its own; what is hidden lies behind all others and has no
// place in it.

import type { Layout, Memory, RecordLayout } from '../state/index.ts';
import { copyBytes } from './copy.ts';

/** Where the rows of a table lie in the shadow, each up to `end`. */
export interface TableShadow {
  readonly rows: number;
  readonly stride: number;
  readonly end: number;
}

export interface ShadowLayout {
  readonly bytes: number;
  /** Where that of the root ends; it begins at 0. */
  readonly end: number;
  /** As the layout's tables; that of a hidden one is empty. */
  readonly tables: readonly TableShadow[];
}

const known: WeakMap<Layout, ShadowLayout> = new WeakMap();

/** Made once for all rooms that share the layout. */
export function shadowOf(layout: Layout): ShadowLayout {
  let shadow = known.get(layout);
  if (shadow === undefined) {
    shadow = lay(layout);
    known.set(layout, shadow);
  }
  return shadow;
}

function lay(layout: Layout): ShadowLayout {
  const end = endOf(layout.root);
  let at = aligned(end);
  const tables = layout.tables.map(({ hidden, capacity, row }) => {
    const rowEnd = hidden ? 0 : endOf(row);
    const table = { rows: at, stride: aligned(rowEnd), end: rowEnd };
    at += capacity * table.stride;
    return table;
  });
  return { bytes: at, end, tables };
}

/** Behind the last leaf that travels. */
function endOf({ start, visible }: RecordLayout): number {
  return visible.reduce((end, { offset, bytes }) => Math.max(end, offset + bytes), start);
}

const aligned = (bytes: number): number => (bytes + 7) & ~7;

/** Copies all that travels. */
export function copyVisible(
  layout: Layout,
  shadow: ShadowLayout,
  now: Memory,
  before: Memory,
): void {
  copyBytes(now, before, 0, 0, shadow.end);
  for (const [index, { rows, stride, end }] of shadow.tables.entries()) {
    const table = layout.tables[index] as Layout['tables'][number];
    if (table.hidden) continue;
    for (let slot = 0; slot < table.capacity; slot++) {
      copyBytes(now, before, table.rows + slot * table.stride, rows + slot * stride, end);
    }
  }
}
