// How lists and grids read and write their cells: three sorts, each with texts of its own. V8 keeps what
// it learns about types with a function's text, and gives up where one text meets five classes or five
// sorts of array. So there are three texts, which meet three, two and four sorts of array: the games
// of a process do not slow each other down, whatever kinds of cells they use.

import { rawOf } from './cell.ts';
import { type Code, code, type Leaf } from './layout.ts';

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
  /** Of integers: the bits that they have. */
  readonly $mask: number;
  readonly $leaf: Leaf;
  /** Refuses a place that does not exist, or the value. */
  $wrong(at: number, value: unknown): never;
}

/** Reads a cell as authors see it; `at` is counted in cells. */
export interface CellReading {
  $read(this: Holder, at: number): unknown;
}
export interface CellWriting {
  /** Stores an author's value, or refuses it, or the place, and changes nothing. */
  $put(this: Holder, at: number, value: unknown): void;
  /** Reads the cell and makes it zero. */
  $take(this: Holder, at: number): unknown;
}

/** u8, u16, i32. */
const readInteger: CellReading = {
  $read(at) {
    return this.$cells[at];
  },
};
const writeInteger: CellWriting = {
  $put(at, value) {
    const cells = this.$cells;
    if (
      typeof value !== 'number' ||
      (value & this.$mask) !== value ||
      // Nothing is outside of an array; V8 leaves this out where it knows that `at` is inside.
      cells[at] === undefined
    ) {
      this.$wrong(at, value);
    }
    cells[at] = value as number;
  },
  $take(at) {
    const value = this.$cells[at];
    this.$cells[at] = 0;
    return value;
  },
};

/** f32, f64. Adding 0 turns −0, also one that rounding makes, into 0. */
const readFraction: CellReading = {
  $read(at) {
    return this.$cells[at];
  },
};
const writeFraction: CellWriting = {
  $put(at, value) {
    const cells = this.$cells;
    const before = cells[at];
    if (typeof value === 'number' && before !== undefined) {
      cells[at] = value;
      const rounded = cells[at] as number;
      const fits = rounded - rounded === 0;
      cells[at] = fits ? rounded + 0 : before;
      if (fits) return;
    }
    this.$wrong(at, value);
  },
  $take(at) {
    const value = this.$cells[at];
    this.$cells[at] = 0;
    return value;
  },
};

/** bool, oneOf; i8, i16 and u32, so that there are not too many sorts of array among the integers. */
const readOther: CellReading = {
  $read(at) {
    const raw = this.$cells[at] as number;
    return this.$leaf.cell < code.bool ? raw : named(this.$leaf, raw);
  },
};
const writeOther: CellWriting = {
  $put(at, value) {
    const raw = rawOf(this.$leaf, value);
    if (Number.isNaN(raw) || this.$cells[at] === undefined) this.$wrong(at, value);
    this.$cells[at] = raw;
  },
  $take(at) {
    const raw = this.$cells[at] as number;
    this.$cells[at] = 0;
    return this.$leaf.cell < code.bool ? raw : named(this.$leaf, raw);
  },
};

/** What subclasses are made of: integers, fractions, others. A client carries the first only. */
export const reading: readonly CellReading[] = [readInteger, readFraction, readOther];
export const writing: readonly object[] = /* @__PURE__ */ both([
  writeInteger,
  writeFraction,
  writeOther,
]);

function both(sorts: readonly CellWriting[]): readonly object[] {
  return sorts.map((methods, i) => ({ ...reading[i], ...methods }));
}

function named(leaf: Leaf, raw: number): unknown {
  return leaf.cell === code.bool ? raw !== 0 : leaf.values[raw];
}

/** The bits that a number of an integer kind has. */
export function maskOf(cell: Code): number {
  return cell === code.u8 ? 0xff : cell === code.u16 ? 0xffff : -1;
}

/** Which of the three sorts a kind of cell is. */
function sortOf(cell: Code): number {
  if (cell === code.u8 || cell === code.u16 || cell === code.i32) return 0;
  return cell === code.f32 || cell === code.f64 ? 1 : 2;
}

/** By `Leaf.cell`: which of three subclasses of `Base` has the methods for such cells. */
export function subclasses<C>(Base: C, sorts: readonly object[]): readonly C[] {
  const made = sorts.map((methods) => {
    // TypeScript wants the class that a mixin extends to take any[]; the casts say what it is.
    class Subclass extends (Base as new (...args: never[]) => object) {}
    Object.assign(Subclass.prototype, methods);
    return Subclass as C;
  });
  return Array.from({ length: code.oneOf + 1 }, (_, cell) => made[sortOf(cell as Code)] as C);
}
