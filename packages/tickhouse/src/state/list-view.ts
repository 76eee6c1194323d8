// A deque in the buffer, and how its operations are remembered. A list's mark is one word that says
// "since the last tick: this many popped at each end, then this many pushed", always in that normal
// form, so that marks of several ticks add up to one.
//
//   mark word = popped at front u8 | pushed at front u8 | popped at back u8 | pushed at back u8
//   -1 (all bits) = anything may have changed: compare, or send, the whole list

import { TickhouseError } from '../errors.ts';
import { type Cells, cellsOf, cellValue, isPlain, storeCell, valueError } from './cell.ts';
import type { Leaf } from './layout.ts';
import type { Memory } from './memory.ts';
import { type Detachable, type Place, pathOf } from './record-view.ts';

/** The mark of a list that must be looked at whole. */
export const wholeList: -1 = -1;

/** One end of a list: what one operation adds to the mark word, and where its counts lie. */
interface End {
  readonly popped: number;
  readonly pushed: number;
  readonly shift: number;
}
const front: End = { popped: 1, pushed: 1 << 8, shift: 0 };
const back: End = { popped: 1 << 16, pushed: 1 << 24, shift: 16 };

export class ListReader implements Detachable {
  $header: Int32Array;
  readonly $cells: Cells;
  /** Index of the length in `$header`; the start is the next. */
  readonly $at: number;
  /** Index of the first item in `$cells`. */
  readonly $items: number;
  /** Items are numbers, as they lie in `$cells`. */
  readonly $plain: boolean;
  readonly $leaf: Leaf;
  readonly $place: Place;
  readonly capacity: number;

  constructor(place: Place, leaf: Leaf) {
    this.$header = place.memory.i32;
    this.$cells = cellsOf(place.memory, leaf.cell);
    this.$at = (place.base + leaf.offset) >> 2;
    this.$items = (place.base + leaf.data) >> leaf.shift;
    this.$plain = isPlain(leaf.cell);
    this.$leaf = leaf;
    this.$place = place;
    this.capacity = leaf.limit;
  }

  get length(): number {
    return this.$header[this.$at] as number;
  }

  at(index: number): unknown {
    const header = this.$header;
    const length = header[this.$at] as number;
    const from = index < 0 ? index + length : index;
    if ((from | 0) !== from || from < 0 || from >= length) this.$noItem(index);
    let at = (header[this.$at + 1] as number) + from;
    if (at >= this.capacity) at -= this.capacity;
    const raw = this.$cells[this.$items + at] as number;
    return this.$plain ? raw : cellValue(this.$leaf, raw);
  }

  $detach(gone: Memory): void {
    this.$header = gone as unknown as Int32Array;
  }

  /** Where in `$cells` the item lies. */
  $index(index: number): number {
    const header = this.$header;
    const length = header[this.$at] as number;
    const from = index < 0 ? index + length : index;
    if ((from | 0) !== from || from < 0 || from >= length) this.$noItem(index);
    const at = (header[this.$at + 1] as number) + from;
    return this.$items + (at < this.capacity ? at : at - this.capacity);
  }

  $noItem(index: number): never {
    const path = pathOf(this.$place, this.$leaf);
    throw new TickhouseError(
      'STATE_INDEX',
      `${path}: no item ${index}, the list has ${this.length}`,
    );
  }
}

// The four operations are written for speed: the common way through each is straight and small enough
// for V8 to inline; whatever is rare stands in a method of its own.
export class ListWriter extends ListReader {
  readonly $marks: Int32Array;
  readonly $mark: number;
  readonly $bitWord: number;
  readonly $bit: number;
  readonly $dirty: number;
  readonly $dirtyBit: number;

  constructor(place: Place, leaf: Leaf) {
    super(place, leaf);
    this.$marks = place.marks;
    this.$dirty = leaf.hidden ? place.spare : place.dirty;
    this.$dirtyBit = place.dirtyBit;
    this.$mark = leaf.hidden ? place.spare : place.block + leaf.mark;
    this.$bitWord = leaf.hidden ? place.spare : place.block + (leaf.index >> 5);
    this.$bit = 1 << (leaf.index & 31);
  }

  push(value: unknown): void {
    const header = this.$header;
    const length = header[this.$at] as number;
    if (length === this.capacity) this.$full();
    const at = (header[this.$at + 1] as number) + length;
    this.$store(this.$items + (at < this.capacity ? at : at - this.capacity), value);
    header[this.$at] = length + 1;
    const word = this.$marks[this.$mark] as number;
    if (word !== 0 && word >>> 24 < 254) this.$marks[this.$mark] = (word + (1 << 24)) | 0;
    else this.$pushed(back);
  }

  unshift(value: unknown): void {
    const header = this.$header;
    const length = header[this.$at] as number;
    if (length === this.capacity) this.$full();
    const start = header[this.$at + 1] as number;
    const at = start === 0 ? this.capacity - 1 : start - 1;
    this.$store(this.$items + at, value);
    header[this.$at] = length + 1;
    header[this.$at + 1] = at;
    const word = this.$marks[this.$mark] as number;
    if (word !== 0 && (word & 0xff00) < 0xfe00) this.$marks[this.$mark] = (word + (1 << 8)) | 0;
    else this.$pushed(front);
  }

  pop(): unknown {
    const header = this.$header;
    const length = header[this.$at] as number;
    if (length === 0) this.$empty();
    const word = this.$marks[this.$mark] as number;
    // Something was pushed at the front only, and there is more than that: one more popped at the back.
    if (word > 0 && word >>> 16 < 254 && length > ((word >>> 8) & 0xff)) {
      this.$marks[this.$mark] = word + (1 << 16);
    } else this.$popped(back, length);
    header[this.$at] = length - 1;
    const at = (header[this.$at + 1] as number) + length - 1;
    return this.$clearAt(this.$items + (at < this.capacity ? at : at - this.capacity));
  }

  shift(): unknown {
    const header = this.$header;
    const length = header[this.$at] as number;
    if (length === 0) this.$empty();
    this.$popped(front, length);
    header[this.$at] = length - 1;
    const at = header[this.$at + 1] as number;
    header[this.$at + 1] = at + 1 === this.capacity ? 0 : at + 1;
    return this.$clearAt(this.$items + at);
  }

  set(index: number, value: unknown): void {
    const at = this.$index(index);
    const before = this.$cells[at];
    this.$store(at, value);
    if (this.$cells[at] !== before) this.$touch(wholeList);
  }

  clear(): void {
    const header = this.$header;
    if (header[this.$at] === 0 && header[this.$at + 1] === 0) return;
    header[this.$at] = 0;
    header[this.$at + 1] = 0;
    this.$cells.fill(0, this.$items, this.$items + this.capacity);
    this.$touch(wholeList);
  }

  $store(at: number, value: unknown): void {
    const cells = this.$cells;
    const before = cells[at] as number;
    // A typed array keeps exactly the integers in its range: store, then look.
    if (this.$plain) cells[at] = value as number;
    if (cells[at] !== value) this.$storeRare(at, before, value);
  }

  $storeRare(at: number, before: number, value: unknown): void {
    this.$cells[at] = before;
    if (storeCell(this.$cells, at, this.$leaf, value)) return;
    throw valueError(pathOf(this.$place, this.$leaf), this.$leaf, value);
  }

  $clearAt(at: number): unknown {
    const raw = this.$cells[at] as number;
    this.$cells[at] = 0;
    return this.$plain ? raw : cellValue(this.$leaf, raw);
  }

  $pushed(end: End): void {
    const word = this.$marks[this.$mark] as number;
    // 254 pushes at one end within a tick are more than a count can hold.
    const full = ((word >>> (end.shift + 8)) & 0xff) >= 254;
    this.$touch(word === wholeList || full ? wholeList : (word + end.pushed) | 0);
  }

  /** Must be called before the length changes. */
  $popped(end: End, length: number): void {
    const word = this.$marks[this.$mark] as number;
    if (word === wholeList) return;
    if (((word >>> (end.shift + 8)) & 0xff) > 0) {
      this.$marks[this.$mark] = (word - end.pushed) | 0;
      return;
    }
    // Once what this tick pushed at the other end is reached, no core is left that a count could keep.
    const pushed = ((word >>> 8) & 0xff) + (word >>> 24);
    if (length <= pushed || ((word >>> end.shift) & 0xff) >= 254) this.$touch(wholeList);
    else if (word === 0) this.$touch(end.popped);
    else this.$marks[this.$mark] = (word + end.popped) | 0;
  }

  $touch(word: number): void {
    const marks = this.$marks;
    marks[this.$mark] = word;
    marks[this.$bitWord] = (marks[this.$bitWord] as number) | this.$bit;
    marks[this.$dirty] = (marks[this.$dirty] as number) | this.$dirtyBit;
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
