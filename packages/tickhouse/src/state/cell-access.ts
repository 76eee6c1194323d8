// How lists and grids read and write a cell of each kind. V8 keeps what it learns about types with a
// function's text, and gives up where one text meets five kinds of array: ten small texts that meet
// one kind each stay fast, however many games live in the process.

import type { Leaf } from './layout.ts';

/** Any array over a memory; each kind of cell has its own. */
export type AnyCells =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** What the functions here need of a list or a grid. */
interface Holder {
  readonly $cells: AnyCells;
  readonly $leaf: Leaf;
  $refuse(value: unknown): never;
}

export interface CellReading {
  /** The cell at `at`, counted in cells, as authors see it. */
  $read(this: Holder, at: number): unknown;
}
export interface CellWriting {
  /** Stores an author's value, where it fits; tells whether that changed anything. */
  $write(this: Holder, at: number, value: unknown): boolean;
  /** The cell, which is zero from then on. */
  $take(this: Holder, at: number): unknown;
}

/** By `Leaf.cell`. */
export const cellReading: readonly CellReading[] = [
  {
    // u8
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // i8
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // u16
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // i16
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // u32
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // i32
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // f32
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // f64
    $read(at) {
      return this.$cells[at];
    },
  },
  {
    // bool
    $read(at) {
      return this.$cells[at] !== 0;
    },
  },
  {
    // oneOf
    $read(at) {
      return this.$leaf.values[this.$cells[at] as number];
    },
  },
];

/** By `Leaf.cell`. Adding 0 turns −0, also one that rounding makes, into 0. */
export const cellWriting: readonly CellWriting[] = [
  {
    // u8
    $write(at, value) {
      if (typeof value !== 'number' || (value & 0xff) !== value) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // i8
    $write(at, value) {
      if (typeof value !== 'number' || (value << 24) >> 24 !== value) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // u16
    $write(at, value) {
      if (typeof value !== 'number' || (value & 0xffff) !== value) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // i16
    $write(at, value) {
      if (typeof value !== 'number' || (value << 16) >> 16 !== value) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // u32
    $write(at, value) {
      if (typeof value !== 'number' || value >>> 0 !== value) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // i32
    $write(at, value) {
      if (typeof value !== 'number' || (value | 0) !== value) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // f32
    $write(at, value) {
      const rounded = typeof value === 'number' ? Math.fround(value) + 0 : Number.NaN;
      if (rounded - rounded !== 0) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === rounded) return false;
      cells[at] = rounded;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // f64
    $write(at, value) {
      if (typeof value !== 'number' || value - value !== 0) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === value) return false;
      cells[at] = value + 0;
      return true;
    },
    $take(at) {
      const value = this.$cells[at];
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // bool
    $write(at, value) {
      const raw = value === true ? 1 : 0;
      if (raw === 0 && value !== false) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === raw) return false;
      cells[at] = raw;
      return true;
    },
    $take(at) {
      const value = this.$cells[at] !== 0;
      this.$cells[at] = 0;
      return value;
    },
  },
  {
    // oneOf
    $write(at, value) {
      const raw = this.$leaf.values.indexOf(value as string);
      if (raw < 0) return this.$refuse(value);
      const cells = this.$cells;
      if (cells[at] === raw) return false;
      cells[at] = raw;
      return true;
    },
    $take(at) {
      const value = this.$leaf.values[this.$cells[at] as number];
      this.$cells[at] = 0;
      return value;
    },
  },
];

/** One class for each kind of cell: `Base` with its methods. By `Leaf.cell`. */
export function kindsOf<C>(Base: C, ...parts: readonly (readonly object[])[]): readonly C[] {
  // TypeScript wants the class that a mixin extends to take any[]; the casts say what it is.
  const Super = Base as new (...args: never[]) => object;
  return cellReading.map((_, cell) => {
    class Kind extends Super {}
    for (const part of parts) Object.assign(Kind.prototype, part[cell]);
    return Kind as C;
  });
}
