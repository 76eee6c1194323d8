// A deque in the buffer, and how its operations are remembered. While a tick lasts, a list's mark counts
// them. When the tick is settled the counts become a word that says "this many popped at each end, then
// this many pushed", always in that normal form, so that words of several ticks add up to one.
//
//   mark, word = popped at front u8 | pushed at front u8 | popped at back u8 | pushed at back u8
//   mark: a count of 255 means "255 or more"; pops and pushes at one end: in an order that is not known
//   word: -1 (all bits) = the list is another, whole

import { TickhouseError } from '../errors.ts';
import { valueError } from './cell.ts';
import { type AnyCells, maskOf, reading, subclasses, writing } from './cell-access.ts';
import { type Leaf, spareWords } from './layout.ts';
import type { Memory } from './memory.ts';
import { cellsAt, type Detachable, type Place, pathOf } from './record-view.ts';

/** The operations of a list that is another, whole. */
export const wholeList: -1 = -1;

abstract class ListReader implements Detachable {
  /** Length and start, as they lie in the buffer. */
  $header: Int32Array;
  /** The ring. */
  readonly $cells: AnyCells;
  readonly $leaf: Leaf;
  readonly $place: Place;
  readonly capacity: number;

  constructor(place: Place, leaf: Leaf) {
    const header = (place.base + leaf.offset) >> 2;
    this.$header = place.memory.i32.subarray(header, header + 2);
    this.$cells = cellsAt(place, leaf);
    this.$leaf = leaf;
    this.$place = place;
    this.capacity = leaf.limit;
  }

  abstract $read(at: number): unknown;

  get length(): number {
    return this.$header[0] as number;
  }

  at(index: number): unknown {
    const header = this.$header;
    const length = header[0] as number;
    const from = index < 0 ? index + length : index;
    if ((from | 0) !== from || from >>> 0 >= length >>> 0) this.$noItem(index);
    const at = (header[1] as number) + from;
    return this.$read(at < this.capacity ? at : at - this.capacity);
  }

  $detach(gone: Memory): void {
    this.$header = gone as unknown as Int32Array;
  }

  $noItem(index: number): never {
    const path = pathOf(this.$place, this.$leaf);
    throw new TickhouseError(
      'STATE_INDEX',
      `${path}: no item ${String(index)}, the list has ${this.length}`,
    );
  }
}

// The four operations are written for speed: each is straight, and short enough in bytecode for V8 to
// inline several of them into an author's step (it stops at 920 bytes); what is rare stands elsewhere.
// They only count. What the counts mean is found out once, when the tick is settled.
abstract class ListWriter extends ListReader {
  readonly $mask: number;
  /** The marks as bytes, and those of this list. */
  readonly $bytes: Uint8ClampedArray;
  readonly $poppedFront: number;
  readonly $pushedFront: number;
  readonly $poppedBack: number;
  readonly $pushedBack: number;
  readonly $dirtyAt: number;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    const spare = place.marks.length - spareWords;
    const mark = 4 * (leaf.hidden ? spare : place.block + leaf.mark);
    this.$mask = maskOf(leaf.cell);
    this.$bytes = place.bytes;
    this.$poppedFront = mark;
    this.$pushedFront = mark + 1;
    this.$poppedBack = mark + 2;
    this.$pushedBack = mark + 3;
    this.$dirtyAt = leaf.hidden ? 4 * (spare + 1) : place.dirtyAt;
  }

  abstract $put(at: number, value: unknown): void;
  abstract $take(at: number): unknown;

  push(value: unknown): void {
    const header = this.$header;
    const length = header[0] as number;
    if (length === this.capacity) this.$full();
    const at = (header[1] as number) + length;
    this.$put(at < this.capacity ? at : at - this.capacity, value);
    header[0] = length + 1;
    const bytes = this.$bytes;
    (bytes[this.$pushedBack] as number)++;
    bytes[this.$dirtyAt] = 1;
  }

  unshift(value: unknown): void {
    const header = this.$header;
    const length = header[0] as number;
    if (length === this.capacity) this.$full();
    const at = ((header[1] as number) || this.capacity) - 1;
    this.$put(at, value);
    header[0] = length + 1;
    header[1] = at;
    const bytes = this.$bytes;
    (bytes[this.$pushedFront] as number)++;
    bytes[this.$dirtyAt] = 1;
  }

  pop(): unknown {
    const header = this.$header;
    const length = header[0] as number;
    if (length === 0) this.$empty();
    header[0] = length - 1;
    const at = (header[1] as number) + length - 1;
    const bytes = this.$bytes;
    (bytes[this.$poppedBack] as number)++;
    bytes[this.$dirtyAt] = 1;
    return this.$take(at < this.capacity ? at : at - this.capacity);
  }

  shift(): unknown {
    const header = this.$header;
    const length = header[0] as number;
    if (length === 0) this.$empty();
    header[0] = length - 1;
    const at = header[1] as number;
    header[1] = at + 1 === this.capacity ? 0 : at + 1;
    const bytes = this.$bytes;
    (bytes[this.$poppedFront] as number)++;
    bytes[this.$dirtyAt] = 1;
    return this.$take(at);
  }

  set(index: number, value: unknown): void {
    if (this.at(index) === value) return;
    const from = index < 0 ? index + this.length : index;
    const at = (this.$header[1] as number) + from;
    this.$put(at < this.capacity ? at : at - this.capacity, value);
    this.$mixed();
  }

  clear(): void {
    const header = this.$header;
    if (header[0] === 0 && header[1] === 0) return;
    header.fill(0);
    this.$cells.fill(0);
    this.$mixed();
  }

  /** Pops and pushes at one end: which items are left of those before, only comparing can tell. */
  $mixed(): void {
    const bytes = this.$bytes;
    bytes[this.$poppedBack] = 255;
    bytes[this.$pushedBack] = 255;
    bytes[this.$dirtyAt] = 1;
  }

  $wrong(_at: number, value: unknown): never {
    throw valueError(pathOf(this.$place, this.$leaf), this.$leaf, value);
  }

  $full(): never {
    const path = pathOf(this.$place, this.$leaf);
    throw new TickhouseError('STATE_LIST_FULL', `${path}: list is full (${this.capacity})`);
  }

  $empty(): never {
    const path = pathOf(this.$place, this.$leaf);
    throw new TickhouseError('STATE_LIST_EMPTY', `${path}: list is empty, there is nothing to pop`);
  }
}

type ListClass = new (place: Place, leaf: Leaf) => Detachable;

/** By `Leaf.cell`. */
export const listReaders: readonly ListClass[] = /* @__PURE__ */ subclasses(
  ListReader as unknown as ListClass,
  reading,
);
/** By `Leaf.cell`. */
export const listWriters: readonly ListClass[] = /* @__PURE__ */ subclasses(
  ListWriter as unknown as ListClass,
  writing,
);
