// What a schema's fields look like to code that reads and writes them: types only. `View` is what
// rules get, `ReadView` what a client gets: nothing hidden, nothing that writes.

import type {
  BoolField,
  GridField,
  HiddenField,
  ListField,
  NumberField,
  OneOfField,
  ScalarField,
  StructField,
  TableField,
  TextField,
} from './field.ts';

/** The value of a scalar field. */
export type ValueOf<F> = F extends NumberField
  ? number
  : F extends BoolField
    ? boolean
    : F extends OneOfField<infer V>
      ? V
      : F extends TextField
        ? string
        : never;

/** A record of scalars as a plain object: inputs, events, effects, options, join data. */
export type Values<S> = { -readonly [K in keyof S]: ValueOf<S[K]> };

export interface ReadGrid<V> {
  readonly width: number;
  readonly height: number;
  /** Number of cells, width × height. */
  readonly length: number;
  /** The cell at column x, row y. @throws STATE_INDEX outside the grid. */
  get(x: number, y: number): V;
  /** The cell with index y × width + x. @throws STATE_INDEX outside the grid. */
  at(index: number): V;
}

export interface Grid<V> extends ReadGrid<V> {
  /** @throws STATE_INDEX, STATE_VALUE */
  set(x: number, y: number, value: V): void;
  /** As `set`, by index y × width + x. @throws STATE_INDEX, STATE_VALUE */
  setAt(index: number, value: V): void;
  /** Sets every cell. @throws STATE_VALUE */
  fill(value: V): void;
}

export interface ReadList<V> {
  readonly length: number;
  readonly capacity: number;
  /** The item at `index`; negative counts from the end, as `Array.at`. @throws STATE_INDEX */
  at(index: number): V;
}

/** A deque. The four ends are named as those of `Array`. */
export interface List<V> extends ReadList<V> {
  /** Appends at the end. @throws STATE_LIST_FULL, STATE_VALUE */
  push(value: V): void;
  /** Takes the last item. @throws STATE_LIST_EMPTY */
  pop(): V;
  /** Inserts before the first item. @throws STATE_LIST_FULL, STATE_VALUE */
  unshift(value: V): void;
  /** Takes the first item. @throws STATE_LIST_EMPTY */
  shift(): V;
  /** Replaces one item: the whole list travels, so prefer the ends. @throws STATE_INDEX, STATE_VALUE */
  set(index: number, value: V): void;
  clear(): void;
}

/** What every row has beside its fields. */
export interface RowKey {
  /** Names this row for good: `table.get(id)` finds nothing once it is removed. Never 0. */
  readonly id: number;
  /** Its place, 0 to capacity − 1; the next row may take it over. */
  readonly slot: number;
}

export interface ReadTable<R> extends Iterable<R> {
  /** Rows in use. */
  readonly size: number;
  readonly capacity: number;
  /** The row with this id, if it is still there. */
  get(id: number): R | undefined;
  /** The row in this slot, if there is one. */
  at(slot: number): R | undefined;
}

/**
 * Rows in slot order. A loop may remove any row and add rows: a removed one is not visited any more,
 * an added one is if its slot is still ahead.
 */
export interface Table<R> extends ReadTable<R> {
  /** A new row, all zero, in the lowest free slot. @throws STATE_TABLE_FULL */
  add(): R;
  /** A new row in a slot of your choice, such as a seat's. @throws STATE_SLOT_TAKEN, STATE_INDEX */
  addAt(slot: number): R;
  /** Removes a row; using it afterwards is an error, STATE_ROW_GONE. @throws STATE_ROW_GONE */
  remove(row: RowKey): void;
  clear(): void;
}

type Composite<F> =
  F extends HiddenField<infer G>
    ? Composite<G>
    : F extends StructField<infer S>
      ? View<S>
      : F extends GridField<infer C>
        ? Grid<ValueOf<C>>
        : F extends ListField<infer C>
          ? List<ValueOf<C>>
          : F extends TableField<infer S>
            ? Table<Row<S>>
            : never;

type ScalarKeys<S> = {
  [K in keyof S]: S[K] extends ScalarField | HiddenField<ScalarField> ? K : never;
}[keyof S];

type Unhidden<F> = F extends HiddenField<infer G> ? G : F;

/** Fields to read and write, in place, in the room's buffer. */
export type View<S> = { -readonly [K in ScalarKeys<S>]: ValueOf<Unhidden<S[K]>> } & {
  readonly [K in Exclude<keyof S, ScalarKeys<S>>]: Composite<S[K]>;
};
/** A row of a table to read and write. */
export type Row<S> = View<S> & RowKey;

type ReadComposite<F> = F extends ScalarField
  ? ValueOf<F>
  : F extends StructField<infer S>
    ? ReadView<S>
    : F extends GridField<infer C>
      ? ReadGrid<ValueOf<C>>
      : F extends ListField<infer C>
        ? ReadList<ValueOf<C>>
        : F extends TableField<infer S>
          ? ReadTable<ReadRow<S>>
          : never;

/** What a client sees: fields to read, without the hidden ones. */
export type ReadView<S> = {
  readonly [K in keyof S as S[K] extends HiddenField ? never : K]: ReadComposite<S[K]>;
};
export type ReadRow<S> = ReadView<S> & RowKey;
