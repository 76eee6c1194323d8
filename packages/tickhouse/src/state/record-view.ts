// The base of every view: a record's place in the buffer, and its place in the marks beside it. Names
// begin with $ so that they never meet an author's field.

import type { AnyCells } from './cell-access.ts';
import type { Leaf, TableLayout } from './layout.ts';
import { arrayOf, type Memory } from './memory.ts';

/** Where a record lies and which marks its changes raise. */
export interface Place {
  readonly memory: Memory;
  readonly marks: Int32Array;
  /** Byte offset of the record. */
  readonly base: number;
  /** First word of its mark block. */
  readonly block: number;
  /** The marks as bytes: counts that stay at 255, and flags. */
  readonly bytes: Uint8ClampedArray;
  /** The byte that says "something in this record was touched". */
  readonly dirtyAt: number;
  /** The table and slot of a row. */
  readonly table: TableLayout | undefined;
  readonly slot: number;
}

export class RecordView {
  $memory: Memory;
  $base: number;
  $marks: Int32Array;
  $block: number;
  $bytes: Uint8ClampedArray;
  $dirtyAt: number;
  $place: Place;
  $slot: number;
  $children: readonly Detachable[];

  constructor(place: Place) {
    this.$memory = place.memory;
    this.$base = place.base;
    this.$marks = place.marks;
    this.$block = place.block;
    this.$bytes = place.bytes;
    this.$dirtyAt = place.dirtyAt;
    this.$place = place;
    this.$slot = place.slot;
    this.$children = childless;
  }

  /** Called when the row is removed: from now on every use is refused. */
  $detach(gone: Memory): void {
    this.$memory = gone;
    for (const child of this.$children) child.$detach(gone);
  }
}

const childless: readonly Detachable[] = [];

/** What must go when its row goes. */
export interface Detachable {
  $detach(gone: Memory): void;
}

/** `snakes[3].body`, for errors. */
export function pathOf(place: Place, leaf: Leaf): string {
  return place.table === undefined ? leaf.path : `${place.table.path}[${place.slot}].${leaf.path}`;
}

/** The items of a list or the cells of a grid, as an array of their own. */
export function cellsAt(place: Place, leaf: Leaf): AnyCells {
  const from = (place.base + leaf.data) >> leaf.shift;
  return arrayOf(place.memory, leaf.cell).subarray(from, from + leaf.limit);
}
