// One value between JavaScript and the buffer: the range of each machine type, checked in one place.

import { TickhouseError } from '../errors.ts';
import type { Code, Leaf } from './layout.ts';
import { code } from './layout.ts';
import type { Memory } from './memory.ts';

export type Cells =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** The view of `memory` in which cells of this kind lie. */
export function cellsOf(memory: Memory, cell: Code): Cells {
  switch (cell) {
    case code.i8:
      return memory.i8;
    case code.u16:
      return memory.u16;
    case code.i16:
      return memory.i16;
    case code.u32:
      return memory.u32;
    case code.i32:
      return memory.i32;
    case code.f32:
      return memory.f32;
    case code.f64:
      return memory.f64;
    default:
      return memory.u8;
  }
}

/** Shift from a byte offset to an index into `cellsOf`. */
export function cellShift(cell: Code): number {
  switch (cell) {
    case code.u16:
    case code.i16:
      return 1;
    case code.u32:
    case code.i32:
    case code.f32:
      return 2;
    case code.f64:
      return 3;
    default:
      return 0;
  }
}

/** What the cell holds, as authors see it. */
export function cellValue(leaf: Leaf, raw: number): unknown {
  if (leaf.cell < code.bool) return raw;
  return leaf.cell === code.bool ? raw !== 0 : leaf.values[raw];
}

/** Whether `raw` may stand in a numeric cell of this kind; −0 and what rounds to it must be made 0 first. */
export function fits(cell: Code, raw: number): boolean {
  switch (cell) {
    case code.u8:
      return (raw & 0xff) === raw;
    case code.i8:
      return (raw << 24) >> 24 === raw;
    case code.u16:
      return (raw & 0xffff) === raw;
    case code.i16:
      return (raw << 16) >> 16 === raw;
    case code.u32:
      return raw >>> 0 === raw;
    case code.i32:
      return (raw | 0) === raw;
    case code.f32: {
      const rounded = Math.fround(raw);
      return typeof raw === 'number' && rounded - rounded === 0;
    }
    case code.f64:
      return typeof raw === 'number' && raw - raw === 0;
    default:
      return false;
  }
}

/**
 * The number to store for an author's value, or NaN where the value does not fit. Adding 0 turns
 * −0, also one that rounding makes, into 0.
 */
export function rawOf(leaf: Leaf, value: unknown): number {
  const cell = leaf.cell;
  if (cell < code.bool) {
    const number = value as number;
    if (!fits(cell, number)) return Number.NaN;
    return cell === code.f32 ? Math.fround(number) + 0 : number + 0;
  }
  if (cell === code.bool) return value === true ? 1 : value === false ? 0 : Number.NaN;
  const index = leaf.values.indexOf(value as string);
  return index < 0 ? Number.NaN : index;
}

/**
 * Stores an author's value; false, and nothing changed, where it does not fit. An integer is stored
 * first and looked at afterwards: a typed array keeps exactly the numbers that are in its range.
 */
export function storeCell(cells: Cells, at: number, leaf: Leaf, value: unknown): boolean {
  if (leaf.cell < code.f32) {
    const before = cells[at] as number;
    cells[at] = value as number;
    if (cells[at] === value) return true;
    cells[at] = before;
    return false;
  }
  const raw = rawOf(leaf, value);
  if (Number.isNaN(raw)) return false;
  cells[at] = raw;
  return true;
}

const ranges: Readonly<Record<number, string>> = {
  [code.u8]: 'a whole number from 0 to 255',
  [code.i8]: 'a whole number from -128 to 127',
  [code.u16]: 'a whole number from 0 to 65535',
  [code.i16]: 'a whole number from -32768 to 32767',
  [code.u32]: 'a whole number from 0 to 4294967295',
  [code.i32]: 'a whole number from -2147483648 to 2147483647',
  [code.f32]: 'a finite number of single precision',
  [code.f64]: 'a finite number',
  [code.bool]: 'true or false',
};

/** STATE_VALUE, in words: `snakes[3].score: expected a whole number from 0 to 255, got 300`. */
export function valueError(path: string, leaf: Leaf, value: unknown): TickhouseError {
  const expected =
    ranges[leaf.cell] ??
    (leaf.cell === code.text
      ? `well-formed text of at most ${leaf.limit} code points`
      : `one of ${leaf.values.join(', ')}`);
  const got = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
  return new TickhouseError('STATE_VALUE', `${path}: expected ${expected}, got ${got}`);
}
