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
  readonly $memory: Memory;
  readonly $marks: Int32Array;
  readonly $table: TableLayout;
  readonly $Row: RowClass;
  /** By slot; undefined where none is open. One more than there are slots, always undefined. */
  readonly $turns: (Turn | undefined)[];
  readonly $words: Int32Array;
  readonly $bitmap: number;
  readonly capacity: number;

  constructor(memory: Memory, marks: Int32Array, table: TableLayout, Row: RowClass) {
    this.$memory = memory;
    this.$marks = marks;
    this.$table = table;
    this.$Row = Row;
    this.$turns = new Array(table.capacity + 1).fill(undefined);
    this.$words = memory.i32;
    this.$bitmap = table.bitmap;
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
    return new RowIterator(this);
  }

  /** Tables do not stand in rows: nothing ever removes one. */
  $detach(): void {}

  /** The first used slot from `from` on, or `capacity`. */
  $used(from: number): number {
    const end = this.$bitmap + this.$table.bitmapWords;
    let word = this.$bitmap + (from >> 5);
    if (word >= end) return this.capacity;
    let bits = (this.$words[word] as number) & (-1 << (from & 31));
    while (bits === 0) {
      if (++word === end) return this.capacity;
      bits = this.$words[word] as number;
    }
    return ((word - this.$bitmap) << 5) + 31 - Math.clz32(bits & -bits);
  }

  $idAt(slot: number): number {
    const { rows, stride } = this.$table;
    return this.$memory.u32[(rows + slot * stride) >> 2] as number;
  }

  $turn(slot: number): Turn {
    return this.$turns[slot] ?? this.$open(slot);
  }

  $open(slot: number): Turn {
    const { rows, stride, blocks, dirty, row } = this.$table;
    const view = new this.$Row({
      memory: this.$memory,
      marks: this.$marks,
      base: rows + slot * stride,
      block: blocks + slot * row.markWords,
      dirty: dirty + (slot >> 5),
      dirtyBit: 1 << (slot & 31),
      spare: this.$marks.length - 1,
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
      const slot = (word << 5) + 31 - Math.clz32(free & -free);
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
    const table = this.$table;
    const marks = this.$marks;
    const word = slot >> 5;
    const bit = 1 << (slot & 31);
    marks[table.dirty + word] = (marks[table.dirty + word] as number) | bit;
    marks[table.fresh + word] = ((marks[table.fresh + word] as number) & ~bit) | fresh;
    const block = table.blocks + slot * table.row.markWords;
    marks.fill(0, block, block + table.row.markWords);
  }
}

/**
 * A loop over a table. It is small and nothing but its loop holds it, so that V8 makes no object of it
 * where the loop is hot.
 */
class RowIterator implements Iterator<RowView, undefined> {
  readonly $table: TableReader;
  /** The slot to look at next. */
  $next = 0;

  constructor(table: TableReader) {
    this.$table = table;
  }

  next(): IteratorResult<RowView, undefined> {
    const table = this.$table;
    let slot = this.$next;
    let turn = table.$turns[slot];
    const used = (table.$words[table.$bitmap + (slot >> 5)] as number) >> slot;
    if (turn === undefined || (used & 1) === 0) {
      // A gap, a row whose view is not open yet, or the end.
      slot = table.$used(slot);
      this.$next = slot;
      if (slot === table.capacity) return over;
      turn = table.$turn(slot);
    }
    this.$next = slot + 1;
    return turn;
  }
}
