// One value between JavaScript and the buffer: the range of each machine type, checked in one place.

import { TickhouseError } from '../errors.ts';
import type { Code, Leaf } from './layout.ts';
import { code } from './layout.ts';
import type { Memory } from './memory.ts';

/**
 * Cells as the codec sees them. Only five kinds of array, so that code which serves every kind of
 * cell stays fast: signed bytes and halves, and unsigned words, lie there as their bit patterns.
 */
export type Cells = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** The array over `memory` in which cells of this kind lie; `Leaf.shift` leads to their index. */
export function cellsOf(memory: Memory, cell: Code): Cells {
  switch (cell) {
    case code.u16:
    case code.i16:
      return memory.u16;
    case code.u32:
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

/** The number that a bit pattern in `cellsOf` stands for. */
export function numberOf(cell: Code, pattern: number): number {
  if (cell === code.i8) return (pattern << 24) >> 24;
  if (cell === code.i16) return (pattern << 16) >> 16;
  return cell === code.u32 ? pattern >>> 0 : pattern;
}

/** Whether `raw` may stand in a numeric cell of this kind; −0 and what rounds to it must be made 0 first. */
export function fits(cell: Code, raw: number): boolean {
  if (typeof raw !== 'number') return false;
  if (cell < code.f32) {
    const least = leastOf(cell);
    return Number.isInteger(raw) && raw >= least && raw < least + countOf(cell);
  }
  const rounded = cell === code.f32 ? Math.fround(raw) : raw;
  return rounded - rounded === 0;
}

/** How many numbers an integer kind has; its code is twice its size's logarithm, 1 more if signed. */
function countOf(cell: Code): number {
  return 2 ** (8 << (cell >> 1));
}

function leastOf(cell: Code): number {
  return cell % 2 === 0 ? 0 : -countOf(cell) / 2;
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

/** What a field can hold, in words. */
function expectedOf(leaf: Leaf): string {
  const { cell, limit, values } = leaf;
  if (cell < code.f32) {
    const least = leastOf(cell);
    return `a whole number from ${least} to ${least + countOf(cell) - 1}`;
  }
  if (cell < code.bool)
    return cell === code.f32 ? 'a finite number of single precision' : 'a finite number';
  if (cell === code.bool) return 'true or false';
  if (cell === code.text) return `well-formed text of at most ${limit} code points`;
  return `one of ${values.join(', ')}`;
}

/** STATE_VALUE, in words: `snakes[3].score: expected a whole number from 0 to 255, got 300`. */
export function valueError(path: string, leaf: Leaf, value: unknown): TickhouseError {
  const expected = expectedOf(leaf);
  return new TickhouseError('STATE_VALUE', `${path}: expected ${expected}, got ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  // An object can be anything; its own words may throw.
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
