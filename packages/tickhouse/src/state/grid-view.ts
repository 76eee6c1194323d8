// A grid in the buffer. Its mark is a log of the cells that were written in this tick; a log that
// overflows means "compare the whole grid".
//
//   mark words = count u32 · cell index u32[logMax];  count > logMax: overflown

import { TickhouseError } from '../errors.ts';
import { valueError } from './cell.ts';
import { type AnyCells, maskOf, reading, subclasses, writing } from './cell-access.ts';
import type { Leaf } from './layout.ts';
import type { Memory } from './memory.ts';
import { cellsAt, type Detachable, type Place, pathOf } from './record-view.ts';

abstract class GridReader implements Detachable {
  $cells: AnyCells;
  readonly $leaf: Leaf;
  readonly $place: Place;
  readonly width: number;
  readonly height: number;
  readonly length: number;

  constructor(place: Place, leaf: Leaf) {
    this.$cells = cellsAt(place, leaf);
    this.$leaf = leaf;
    this.$place = place;
    this.width = leaf.width;
    this.height = leaf.height;
    this.length = leaf.limit;
  }

  abstract $read(at: number): unknown;

  get(x: number, y: number): unknown {
    return this.$read(this.$index(x, y));
  }

  at(index: number): unknown {
    if ((index | 0) !== index || index < 0 || index >= this.length) this.$noCell(index);
    return this.$read(index);
  }

  $index(x: number, y: number): number {
    if ((x | 0) !== x || x < 0 || x >= this.width) this.$noCell(x, y);
    if ((y | 0) !== y || y < 0 || y >= this.height) this.$noCell(x, y);
    return y * this.width + x;
  }

  $detach(gone: Memory): void {
    this.$cells = gone as unknown as AnyCells;
  }

  $noCell(index: number, y?: number): never {
    const which = y === undefined ? String(index) : `(${String(index)}, ${String(y)})`;
    throw new TickhouseError(
      'STATE_INDEX',
      `${pathOf(this.$place, this.$leaf)}: no cell ${which} in ${this.width} × ${this.height}`,
    );
  }
}

/** A hidden grid: nothing is noted. */
abstract class GridWriter extends GridReader {
  readonly $mask: number;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    this.$mask = maskOf(leaf.cell);
  }

  abstract $put(at: number, value: unknown): void;

  set(x: number, y: number, value: unknown): void {
    this.setAt(this.$index(x, y), value);
  }

  setAt(index: number, value: unknown): void {
    if ((index | 0) !== index) this.$noCell(index);
    this.$put(index, value);
  }

  fill(value: unknown): void {
    this.$put(0, value);
    this.$cells.fill(this.$cells[0] as number);
  }

  $wrong(index: number, value: unknown): never {
    if (index < 0 || index >= this.length) this.$noCell(index);
    throw valueError(pathOf(this.$place, this.$leaf), this.$leaf, value);
  }
}

abstract class MarkingGridWriter extends GridWriter {
  readonly $marks: Int32Array;
  /** First word of the log. */
  readonly $log: number;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    this.$marks = place.marks;
    this.$log = place.block + leaf.mark;
  }

  override setAt(index: number, value: unknown): void {
    if ((index | 0) !== index) this.$noCell(index);
    const before = this.$read(index);
    this.$put(index, value);
    if (before !== value) this.$touch(index);
  }

  override fill(value: unknown): void {
    super.fill(value);
    this.$touch(0);
    this.$marks[this.$log] = this.$leaf.logMax + 1;
  }

  $touch(index: number): void {
    const marks = this.$marks;
    const { block, bytes, dirtyAt } = this.$place;
    const { index: bit, logMax } = this.$leaf;
    const count = marks[this.$log] as number;
    if (count < logMax) marks[this.$log + 1 + count] = index;
    if (count <= logMax) marks[this.$log] = count + 1;
    const word = block + (bit >> 5);
    marks[word] = (marks[word] as number) | (1 << bit);
    bytes[dirtyAt] = 1;
  }
}

type GridClass = new (place: Place, leaf: Leaf) => Detachable;

/** By `Leaf.cell`. */
export const gridReaders: readonly GridClass[] = /* @__PURE__ */ subclasses(
  GridReader as unknown as GridClass,
  reading,
);
/** By `Leaf.cell`: of a hidden grid, and of one that clients see. */
export const hiddenGridWriters: readonly GridClass[] = /* @__PURE__ */ subclasses(
  GridWriter as unknown as GridClass,
  writing,
);
export const gridWriters: readonly GridClass[] = /* @__PURE__ */ subclasses(
  MarkingGridWriter as unknown as GridClass,
  writing,
);
