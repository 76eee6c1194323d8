// Rows in the buffer. The bitmap of used slots is both the free list and the order of a loop; an id
// carries the generation, so that a stale one finds nothing.

import { TickhouseError } from '../errors.ts';
import { rowHeader, type TableLayout } from './layout.ts';
import { goneMemory, type Memory } from './memory.ts';
import { type Detachable, type Place, RecordView } from './record-view.ts';

/** A row's view: its fields are defined on subclasses, one for each table. */
export class RowView extends RecordView {
  get id(): number {
    return this.$memory.u32[this.$base >> 2] as number;
  }
  get slot(): number {
    return this.$slot;
  }
}

export type RowClass = new (place: Place) => RowView;

/** A row as a loop's `next` gives it; made once with the row's view, so that a loop makes nothing. */
type Turn = IteratorYieldResult<RowView>;

const over: IteratorReturnResult<undefined> = { done: true, value: undefined };

export class TableReader implements Iterable<RowView>, Detachable {
  readonly $root: Place;
  readonly $memory: Memory;
  readonly $marks: Int32Array;
  readonly $table: TableLayout;
  readonly $Row: RowClass;
  /** By slot; undefined where no view is open. One more than there are slots, always undefined. */
  readonly $turns: (Turn | undefined)[];
  /** Iterators of loops that are over: the last one rests, the others serve again. */
  readonly $idle: RowIterator[] = [];
  $resting: RowIterator | undefined = undefined;
  /** The bitmap of used slots. */
  readonly $bitmap: Int32Array;
  readonly capacity: number;

  constructor(root: Place, table: TableLayout, Row: RowClass) {
    const { memory, marks } = root;
    this.$root = root;
    this.$memory = memory;
    this.$marks = marks;
    this.$table = table;
    this.$Row = Row;
    this.$turns = new Array(table.capacity + 1).fill(undefined);
    this.$bitmap = memory.i32.subarray(table.bitmap, table.bitmap + table.bitmapWords);
    this.capacity = table.capacity;
  }

  get size(): number {
    return this.$memory.u32[this.$table.offset >> 2] as number;
  }

  get(id: number): RowView | undefined {
    const slot = id & ((1 << this.$table.slotBits) - 1);
    if (slot >= this.capacity || id === 0 || this.$idAt(slot) !== id) return undefined;
    return this.$turn(slot).value;
  }

  at(slot: number): RowView | undefined {
    if ((slot | 0) !== slot || slot < 0 || slot >= this.capacity) return undefined;
    return this.$idAt(slot) === 0 ? undefined : this.$turn(slot).value;
  }

  [Symbol.iterator](): Iterator<RowView, undefined> {
    const iterator = this.$idle.pop() ?? new RowIterator(this);
    iterator.$next = 0;
    return iterator;
  }

  /** Tables do not stand in rows: nothing ever removes one. */
  $detach(): void {}

  /** The first used slot from `from` on, or `capacity`. */
  $used(from: number): number {
    const bitmap = this.$bitmap;
    let word = from >> 5;
    if (word >= bitmap.length) return this.capacity;
    let bits = (bitmap[word] as number) & (-1 << (from & 31));
    while (bits === 0) {
      if (++word === bitmap.length) return this.capacity;
      bits = bitmap[word] as number;
    }
    return (word << 5) + 31 - Math.clz32(bits & (0 - bits));
  }

  $idAt(slot: number): number {
    const { rows, stride } = this.$table;
    return this.$memory.u32[(rows + slot * stride) >> 2] as number;
  }

  $turn(slot: number): Turn {
    return this.$turns[slot] ?? this.$open(slot);
  }

  $open(slot: number): Turn {
    const { rows, stride, marks, row } = this.$table;
    const view = new this.$Row({
      ...this.$root,
      base: rows + slot * stride,
      block: marks.blocks + slot * row.markWords,
      dirtyAt: 4 * marks.touched + slot,
      table: this.$table,
      slot,
    });
    const turn: Turn = { done: false, value: view };
    this.$turns[slot] = turn;
    return turn;
  }
}

export class TableWriter extends TableReader {
  add(): RowView {
    const { bitmap, bitmapWords } = this.$table;
    const words = this.$memory.u32;
    for (let word = 0; word < bitmapWords; word++) {
      const free = ~(words[bitmap + word] as number);
      if (free === 0) continue;
      const slot = (word << 5) + 31 - Math.clz32(free & (0 - free));
      if (slot < this.capacity) return this.$occupy(slot);
    }
    throw new TickhouseError(
      'STATE_TABLE_FULL',
      `${this.$table.path}: table is full (${this.capacity})`,
    );
  }

  addAt(slot: number): RowView {
    if (!Number.isInteger(slot) || slot < 0 || slot >= this.capacity) {
      throw new TickhouseError(
        'STATE_INDEX',
        `${this.$table.path}: no slot ${slot}, slots are 0 to ${this.capacity - 1}`,
      );
    }
    if (this.$idAt(slot) !== 0) {
      throw new TickhouseError('STATE_SLOT_TAKEN', `${this.$table.path}[${slot}] is in use`);
    }
    return this.$occupy(slot);
  }

  remove(row: { readonly id: number; readonly slot: number }): void {
    const slot = row.slot;
    if (!this.$holds(row)) {
      throw new TickhouseError('STATE_ROW_GONE', `${this.$table.path}[${slot}] holds another row`);
    }
    this.$free(slot);
  }

  clear(): void {
    for (let slot = this.$used(0); slot < this.capacity; slot = this.$used(slot + 1)) {
      this.$free(slot);
    }
  }

  /** A view must be this table's own: the same id in another room names another row. */
  $holds(row: { readonly id: number; readonly slot: number }): boolean {
    const here = row.id === 0 ? undefined : this.at(row.slot);
    return row instanceof RowView ? here === row : here?.id === row.id;
  }

  $occupy(slot: number): RowView {
    const { offset, bitmap, rows, stride, slotBits } = this.$table;
    const words = this.$memory.u32;
    const generations = 2 ** (32 - slotBits);
    // Generation 0 is left out, so that no id is ever 0.
    const adds = ((words[(offset >> 2) + 1] as number) + 1) % generations || 1;
    words[(offset >> 2) + 1] = adds;
    words[offset >> 2] = (words[offset >> 2] as number) + 1;
    words[bitmap + (slot >> 5)] = (words[bitmap + (slot >> 5)] as number) | (1 << (slot & 31));
    words[(rows + slot * stride) >> 2] = adds * 2 ** slotBits + slot;
    this.$mark(slot, 1 << (slot & 31));
    return this.$turn(slot).value;
  }

  $free(slot: number): void {
    const { offset, bitmap, rows, stride, row } = this.$table;
    const words = this.$memory.u32;
    words[offset >> 2] = (words[offset >> 2] as number) - 1;
    words[bitmap + (slot >> 5)] = (words[bitmap + (slot >> 5)] as number) & ~(1 << (slot & 31));
    const base = rows + slot * stride;
    this.$memory.u8.fill(0, base, base + Math.max(row.bytes, rowHeader));
    this.$turns[slot]?.value.$detach(goneMemory);
    this.$turns[slot] = undefined;
    this.$mark(slot, 0);
  }

  /** A new or freed slot: what was marked in its row before says nothing any more. */
  $mark(slot: number, fresh: number): void {
    const { marks: at, row } = this.$table;
    const marks = this.$marks;
    const word = at.fresh + (slot >> 5);
    marks[word] = ((marks[word] as number) & ~(1 << slot)) | fresh;
    const block = at.blocks + slot * row.markWords;
    marks.fill(0, block, block + row.markWords);
    this.$root.bytes[4 * at.touched + slot] = 1;
  }
}

/**
 * A loop over a table. Later loops use it again, so that a loop allocates nothing; but only when yet
 * another is over, so that one who still holds it sees no loop but its own.
 */
class RowIterator implements Iterator<RowView, undefined> {
  readonly $table: TableReader;
  readonly $turns: readonly (Turn | undefined)[];
  readonly $bitmap: Int32Array;
  /** The slot to look at next; more than there are when the loop is over. */
  $next: number;

  constructor(table: TableReader) {
    this.$table = table;
    this.$turns = table.$turns;
    this.$bitmap = table.$bitmap;
    this.$next = 0;
  }

  next(): IteratorResult<RowView, undefined> {
    const slot = this.$next;
    const turn = this.$turns[slot];
    if (turn === undefined || !(((this.$bitmap[slot >> 5] as number) >> slot) & 1)) {
      return this.$seek(slot);
    }
    this.$next = slot + 1;
    return turn;
  }

  /** Over a gap, to a row whose view is not open yet, or to the end. */
  $seek(from: number): IteratorResult<RowView, undefined> {
    const table = this.$table;
    const slot = table.$used(from);
    if (slot === table.capacity) return this.return();
    this.$next = slot + 1;
    return table.$turn(slot);
  }

  return(): IteratorReturnResult<undefined> {
    const table = this.$table;
    if (this.$next <= table.capacity) {
      if (table.$resting !== undefined) table.$idle.push(table.$resting);
      table.$resting = this;
      this.$next = table.capacity + 1;
    }
    return over;
  }
}
