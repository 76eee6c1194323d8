// A grid in the buffer. Its mark is a log of the cells that were written in this tick; a log that
// overflows means "compare the whole grid".
//
//   mark words = count u32 · cell index u32[logMax];  count > logMax: overflown

import { TickhouseError } from '../errors.ts';
import { valueError } from './cell.ts';
import { type AnyCells, cellReading, cellWriting, kindsOf } from './cell-access.ts';
import type { Leaf } from './layout.ts';
import { arrayOf, type Memory } from './memory.ts';
import { type Detachable, type Place, pathOf } from './record-view.ts';

abstract class GridReader implements Detachable {
  $cells: AnyCells;
  /** Index of the first cell in `$cells`. */
  readonly $from: number;
  readonly $leaf: Leaf;
  readonly $place: Place;
  readonly width: number;
  readonly height: number;
  readonly length: number;

  constructor(place: Place, leaf: Leaf) {
    this.$cells = arrayOf(place.memory, leaf.cell);
    this.$from = (place.base + leaf.data) >> leaf.shift;
    this.$leaf = leaf;
    this.$place = place;
    this.width = leaf.width;
    this.height = leaf.height;
    this.length = leaf.limit;
  }

  abstract $read(at: number): unknown;

  get(x: number, y: number): unknown {
    return this.$read(this.$from + this.$index(x, y));
  }

  at(index: number): unknown {
    if ((index | 0) !== index || index < 0 || index >= this.length) this.$noCell(index);
    return this.$read(this.$from + index);
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

abstract class GridWriter extends GridReader {
  readonly $marks: Int32Array;
  /** First word of the log. */
  readonly $log: number;
  readonly $visible: boolean;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    this.$marks = place.marks;
    this.$log = place.block + leaf.mark;
    this.$visible = !leaf.hidden;
  }

  abstract $write(at: number, value: unknown): boolean;

  set(x: number, y: number, value: unknown): void {
    this.setAt(this.$index(x, y), value);
  }

  setAt(index: number, value: unknown): void {
    if ((index | 0) !== index || index < 0 || index >= this.length) this.$noCell(index);
    if (this.$write(this.$from + index, value) && this.$visible) this.$touch(index);
  }

  fill(value: unknown): void {
    const cells = this.$cells;
    this.$write(this.$from, value);
    cells.fill(cells[this.$from] as number, this.$from, this.$from + this.length);
    if (!this.$visible) return;
    this.$touch(0);
    this.$marks[this.$log] = this.$leaf.logMax + 1;
  }

  $touch(index: number): void {
    const marks = this.$marks;
    const { block, dirty, dirtyBit } = this.$place;
    const { index: bit, logMax } = this.$leaf;
    const count = marks[this.$log] as number;
    if (count < logMax) marks[this.$log + 1 + count] = index;
    if (count <= logMax) marks[this.$log] = count + 1;
    const word = block + (bit >> 5);
    marks[word] = (marks[word] as number) | (1 << bit);
    marks[dirty] = (marks[dirty] as number) | dirtyBit;
  }

  $refuse(value: unknown): never {
    throw valueError(pathOf(this.$place, this.$leaf), this.$leaf, value);
  }
}

type GridClass = new (place: Place, leaf: Leaf) => Detachable;

/** By `Leaf.cell`. */
export const gridReaders: readonly GridClass[] = /* @__PURE__ */ kindsOf(
  GridReader as unknown as GridClass,
  cellReading,
);
/** By `Leaf.cell`. */
export const gridWriters: readonly GridClass[] = /* @__PURE__ */ kindsOf(
  GridWriter as unknown as GridClass,
  cellReading,
  cellWriting,
);
