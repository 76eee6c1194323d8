// A grid in the buffer. Its mark is a log of the cells that were written in this tick; a log that
// overflows means "compare the whole grid".
//
//   mark words = count u32 · cell index u32[logMax];  count > logMax: overflown

import { TickhouseError } from '../errors.ts';
import { type Cells, cellsOf, cellValue, isPlain, storeCell, valueError } from './cell.ts';
import type { Leaf } from './layout.ts';
import type { Memory } from './memory.ts';
import { type Detachable, type Place, pathOf } from './record-view.ts';

export class GridReader implements Detachable {
  $cells: Cells;
  /** Index of the first cell in `$cells`. */
  readonly $from: number;
  /** Cells are numbers, as they lie in `$cells`. */
  readonly $plain: boolean;
  readonly $leaf: Leaf;
  readonly $place: Place;
  readonly width: number;
  readonly height: number;
  readonly length: number;

  constructor(place: Place, leaf: Leaf) {
    this.$cells = cellsOf(place.memory, leaf.cell);
    this.$from = (place.base + leaf.data) >> leaf.shift;
    this.$plain = isPlain(leaf.cell);
    this.$leaf = leaf;
    this.$place = place;
    this.width = leaf.width;
    this.height = leaf.height;
    this.length = leaf.limit;
  }

  get(x: number, y: number): unknown {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) this.$noCell(`(${x}, ${y})`);
    return this.at(y * this.width + x);
  }

  at(index: number): unknown {
    if ((index | 0) !== index || index < 0 || index >= this.length) this.$noCell(index);
    const raw = this.$cells[this.$from + index] as number;
    return this.$plain ? raw : cellValue(this.$leaf, raw);
  }

  $detach(gone: Memory): void {
    this.$cells = gone as unknown as Cells;
  }

  $noCell(which: number | string): never {
    throw new TickhouseError(
      'STATE_INDEX',
      `${pathOf(this.$place, this.$leaf)}: no cell ${which} in ${this.width} × ${this.height}`,
    );
  }
}

export class GridWriter extends GridReader {
  readonly $marks: Int32Array;
  /** First word of the log. */
  readonly $log: number;
  /** What the log holds; −1 for a hidden grid, which has none. */
  readonly $logMax: number;
  readonly $bitWord: number;
  readonly $bit: number;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    this.$marks = place.marks;
    this.$log = place.block + leaf.mark;
    this.$logMax = leaf.hidden ? -1 : leaf.logMax;
    this.$bitWord = place.block + (leaf.index >> 5);
    this.$bit = 1 << (leaf.index & 31);
  }

  set(x: number, y: number, value: unknown): void {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) this.$noCell(`(${x}, ${y})`);
    this.setAt(y * this.width + x, value);
  }

  setAt(index: number, value: unknown): void {
    if ((index | 0) !== index || index < 0 || index >= this.length) this.$noCell(index);
    const cells = this.$cells;
    const at = this.$from + index;
    const before = cells[at] as number;
    // A typed array keeps exactly the integers in its range: store, then look.
    if (this.$plain) cells[at] = value as number;
    if (cells[at] !== value) this.$storeRare(at, before, value);
    if (this.$logMax >= 0 && cells[at] !== before) this.$touch(index);
  }

  fill(value: unknown): void {
    this.$storeRare(this.$from, this.$cells[this.$from] as number, value);
    this.$cells.fill(this.$cells[this.$from] as number, this.$from, this.$from + this.length);
    if (this.$logMax < 0) return;
    this.$touch(0);
    this.$marks[this.$log] = this.$logMax + 1;
  }

  $storeRare(at: number, before: number, value: unknown): void {
    this.$cells[at] = before;
    if (storeCell(this.$cells, at, this.$leaf, value)) return;
    throw valueError(pathOf(this.$place, this.$leaf), this.$leaf, value);
  }

  $touch(index: number): void {
    const marks = this.$marks;
    const { dirty, dirtyBit } = this.$place;
    const count = marks[this.$log] as number;
    if (count < this.$logMax) marks[this.$log + 1 + count] = index;
    if (count <= this.$logMax) marks[this.$log] = count + 1;
    marks[this.$bitWord] = (marks[this.$bitWord] as number) | this.$bit;
    marks[dirty] = (marks[dirty] as number) | dirtyBit;
  }
}
