// A deque in the buffer, and how its operations are remembered. A list's mark is one word that says
// "since the last tick: this many popped at each end, then this many pushed", always in that normal
// form, so that marks of several ticks add up to one.
//
//   mark word = popped at front u8 | pushed at front u8 | popped at back u8 | pushed at back u8
//   -1 (all bits) = anything may have changed: compare, or send, the whole list

import { TickhouseError } from '../errors.ts';
import { valueError } from './cell.ts';
import { type AnyCells, cellReading, cellWriting, kindsOf } from './cell-access.ts';
import type { Leaf } from './layout.ts';
import { arrayOf, type Memory } from './memory.ts';
import { type Detachable, type Place, pathOf } from './record-view.ts';

/** The mark of a list that must be looked at whole. */
export const wholeList: -1 = -1;

/** The most operations of one sort at one end within a tick that a mark counts. */
const countMax = 254;

/** One end of a list: what one operation adds to the mark word, and where its counts lie. */
interface End {
  readonly popped: number;
  readonly pushed: number;
  readonly shift: number;
}
const front: End = { popped: 1, pushed: 1 << 8, shift: 0 };
const back: End = { popped: 1 << 16, pushed: 1 << 24, shift: 16 };

abstract class ListReader implements Detachable {
  $header: Int32Array;
  readonly $cells: AnyCells;
  /** Index of the length in `$header`; the start is the next. */
  readonly $at: number;
  /** Index of the first item in `$cells`. */
  readonly $items: number;
  readonly $leaf: Leaf;
  readonly $place: Place;
  readonly capacity: number;

  constructor(place: Place, leaf: Leaf) {
    this.$header = place.memory.i32;
    this.$cells = arrayOf(place.memory, leaf.cell);
    this.$at = (place.base + leaf.offset) >> 2;
    this.$items = (place.base + leaf.data) >> leaf.shift;
    this.$leaf = leaf;
    this.$place = place;
    this.capacity = leaf.limit;
  }

  abstract $read(at: number): unknown;

  get length(): number {
    return this.$header[this.$at] as number;
  }

  at(index: number): unknown {
    const header = this.$header;
    const head = this.$at;
    if ((index | 0) !== index || index < 0 || index >= (header[head] as number)) {
      return this.$fromEnd(index);
    }
    const at = (header[head + 1] as number) + index;
    return this.$read(this.$items + (at < this.capacity ? at : at - this.capacity));
  }

  $fromEnd(index: number): unknown {
    return this.$read(this.$index(index));
  }

  $detach(gone: Memory): void {
    this.$header = gone as unknown as Int32Array;
  }

  /** Where in `$cells` the item lies. */
  $index(index: number): number {
    const length = this.length;
    const from = index < 0 ? index + length : index;
    if (!Number.isInteger(from) || from < 0 || from >= length) this.$noItem(index);
    const at = (this.$header[this.$at + 1] as number) + from;
    return this.$items + (at < this.capacity ? at : at - this.capacity);
  }

  $noItem(index: number): never {
    const path = pathOf(this.$place, this.$leaf);
    throw new TickhouseError(
      'STATE_INDEX',
      `${path}: no item ${String(index)}, the list has ${this.length}`,
    );
  }
}

// The four operations are written for speed: the common way through each is straight and small enough
// for V8 to inline into the author's step; whatever is rare stands in a method of its own. That the
// list changed at all is told by its mark not being 0; settling sets its bit in the record's mask.
abstract class ListWriter extends ListReader {
  readonly $marks: Int32Array;
  readonly $mark: number;
  readonly $dirty: number;
  readonly $dirtyBit: number;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    this.$marks = place.marks;
    this.$mark = leaf.hidden ? place.spare : place.block + leaf.mark;
    this.$dirty = leaf.hidden ? place.spare : place.dirty;
    this.$dirtyBit = leaf.hidden ? 0 : place.dirtyBit;
  }

  abstract $write(at: number, value: unknown): boolean;
  abstract $take(at: number): unknown;

  push(value: unknown): void {
    const header = this.$header;
    const head = this.$at;
    const length = header[head] as number;
    if (length === this.capacity) this.$full();
    const at = (header[head + 1] as number) + length;
    this.$write(this.$items + (at < this.capacity ? at : at - this.capacity), value);
    header[head] = length + 1;
    const marks = this.$marks;
    const word = marks[this.$mark] as number;
    if (word >>> 24 < countMax) {
      marks[this.$mark] = (word + (1 << 24)) | 0;
      marks[this.$dirty] = (marks[this.$dirty] as number) | this.$dirtyBit;
    } else this.$whole();
  }

  unshift(value: unknown): void {
    const header = this.$header;
    const head = this.$at;
    const length = header[head] as number;
    if (length === this.capacity) this.$full();
    const start = header[head + 1] as number;
    const at = start === 0 ? this.capacity - 1 : start - 1;
    this.$write(this.$items + at, value);
    header[head] = length + 1;
    header[head + 1] = at;
    const marks = this.$marks;
    const word = marks[this.$mark] as number;
    if ((word & 0xff00) < countMax << 8) {
      marks[this.$mark] = word + (1 << 8);
      marks[this.$dirty] = (marks[this.$dirty] as number) | this.$dirtyBit;
    } else this.$whole();
  }

  pop(): unknown {
    const header = this.$header;
    const head = this.$at;
    const length = header[head] as number;
    const marks = this.$marks;
    const word = marks[this.$mark] as number;
    // Nothing was pushed at this end, and there is more than what was pushed at the other.
    if (word >>> 16 < countMax && length > ((word >>> 8) & 0xff)) {
      marks[this.$mark] = word + (1 << 16);
      marks[this.$dirty] = (marks[this.$dirty] as number) | this.$dirtyBit;
    } else this.$popped(back, length);
    header[head] = length - 1;
    const at = (header[head + 1] as number) + length - 1;
    return this.$take(this.$items + (at < this.capacity ? at : at - this.capacity));
  }

  shift(): unknown {
    const header = this.$header;
    const head = this.$at;
    const length = header[head] as number;
    const marks = this.$marks;
    const word = marks[this.$mark] as number;
    if ((word & 0xffff) < countMax && length > word >>> 24) {
      marks[this.$mark] = word + 1;
      marks[this.$dirty] = (marks[this.$dirty] as number) | this.$dirtyBit;
    } else this.$popped(front, length);
    header[head] = length - 1;
    const at = header[head + 1] as number;
    header[head + 1] = at + 1 === this.capacity ? 0 : at + 1;
    return this.$take(this.$items + at);
  }

  set(index: number, value: unknown): void {
    if (this.$write(this.$index(index), value)) this.$whole();
  }

  clear(): void {
    const header = this.$header;
    if (header[this.$at] === 0 && header[this.$at + 1] === 0) return;
    header[this.$at] = 0;
    header[this.$at + 1] = 0;
    this.$cells.fill(0, this.$items, this.$items + this.capacity);
    this.$whole();
  }

  /** What a pop at `end` does to the mark; must be called before the length changes. */
  $popped(end: End, length: number): void {
    if (length === 0) this.$empty();
    const word = this.$marks[this.$mark] as number;
    if (word === wholeList) return;
    if (((word >>> (end.shift + 8)) & 0xff) > 0) {
      // The mark may be 0 again; the record stays dirty, which settling finds out.
      this.$marks[this.$mark] = word - end.pushed;
      return;
    }
    // Once what this tick pushed at the other end is reached, no core is left that a count could keep.
    const pushed = ((word >>> 8) & 0xff) + (word >>> 24);
    if (length <= pushed || ((word >>> end.shift) & 0xff) >= countMax) this.$whole();
    else this.$touch(word + end.popped);
  }

  $whole(): void {
    this.$touch(wholeList);
  }

  $touch(word: number): void {
    const marks = this.$marks;
    marks[this.$mark] = word;
    marks[this.$dirty] = (marks[this.$dirty] as number) | this.$dirtyBit;
  }

  $refuse(value: unknown): never {
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
export const listReaders: readonly ListClass[] = /* @__PURE__ */ kindsOf(
  ListReader as unknown as ListClass,
  cellReading,
);
/** By `Leaf.cell`. */
export const listWriters: readonly ListClass[] = /* @__PURE__ */ kindsOf(
  ListWriter as unknown as ListClass,
  cellReading,
  cellWriting,
);
