// Items of a list on the wire, one by one along the ring.
//
//   items = integers: the difference from the line through the two neighbours before it:
//           0 (1 bit) where there is none, else 1 · zigzag; every other kind as a cell

import { type Cells, cellsOf, code, type Leaf, type Memory } from '../state/index.ts';
import type { BitReader } from './bit-reader.ts';
import { type BitWriter, writeZeros } from './bit-writer.ts';
import { checked, readCell, writeCellAt } from './cells.ts';

/**
 * Writes `count` items from index `first` on, in steps of 1 or −1, each coded against the two before
 * it on that way; `known` items lie before the first.
 */
export function writeItems(
  out: BitWriter,
  leaf: Leaf,
  memory: Memory,
  base: number,
  first: number,
  step: number,
  count: number,
  known: number,
): void {
  const items = (base + leaf.data) >> leaf.shift;
  const capacity = leaf.limit;
  const start = memory.i32[((base + leaf.offset) >> 2) + 1] as number;
  let at = wrap(start + first, capacity);
  if (leaf.cell >= code.f32) {
    for (let i = 0; i < count; i++) {
      writeCellAt(out, leaf, memory, items + at);
      at = next(at, step, capacity);
    }
    return;
  }
  const cells = cellsOf(memory, leaf.cell);
  const sign = signShift(leaf.cell);
  let near = known > 0 ? itemAt(cells, items, next(at, -step, capacity), sign) : 0;
  let far = near;
  if (known > 1) far = itemAt(cells, items, next(next(at, -step, capacity), -step, capacity), sign);
  // Items on the line are one 0 bit each: they are gathered and written together.
  let zeros = 0;
  for (let i = 0; i < count; i++) {
    const value = itemAt(cells, items, at, sign);
    const off = (value - 2 * near + far) | 0;
    if (off === 0) zeros++;
    else {
      writeZeros(out, zeros);
      zeros = 0;
      out.bits(1, 1);
      out.zigzag(off);
    }
    far = known + i === 0 ? value : near;
    near = value;
    at = next(at, step, capacity);
  }
  writeZeros(out, zeros);
}

/**
 * How far the first or the last item of a list of integers lies off the line through the next two.
 * `words` is the memory's `i32`, `cells` its `cellsOf` the list: asked for once for many rows.
 */
export function offOfEnd(
  leaf: Leaf,
  words: Int32Array,
  cells: Cells,
  base: number,
  atBack: boolean,
): number {
  const header = (base + leaf.offset) >> 2;
  const length = words[header] as number;
  const start = words[header + 1] as number;
  const capacity = leaf.limit;
  const items = (base + leaf.data) >> leaf.shift;
  const sign = signShift(leaf.cell);
  // Along the ring, towards the end of it that the others lie at: never below 0.
  let first = start;
  let second = start + 1;
  let third = start + 2;
  if (atBack) {
    first += length - 1;
    second = first + capacity - 1;
    third = second - 1;
  }
  const value = itemAt(cells, items, wrap(first, capacity), sign);
  if (length < 2) return value;
  const near = itemAt(cells, items, wrap(wrap(second, capacity), capacity), sign);
  if (length === 2) return (value - near) | 0;
  const far = itemAt(cells, items, wrap(wrap(third, capacity), capacity), sign);
  return (value - 2 * near + far) | 0;
}

/**
 * Reads `count` items into the ring from place `at` on: the inverse of `writeItems`.
 * @throws CODEC_VALUE, CODEC_TRUNCATED
 */
export function readItems(
  from: BitReader,
  leaf: Leaf,
  memory: Memory,
  base: number,
  at: number,
  step: number,
  count: number,
  known: number,
): void {
  const items = (base + leaf.data) >> leaf.shift;
  const capacity = leaf.limit;
  const cells = cellsOf(memory, leaf.cell);
  const sign = signShift(leaf.cell);
  const coded = leaf.cell < code.f32;
  let place = at;
  let near = 0;
  let far = 0;
  if (coded && known > 0) near = itemAt(cells, items, next(place, -step, capacity), sign);
  if (coded) far = near;
  if (coded && known > 1) {
    far = itemAt(cells, items, next(next(place, -step, capacity), -step, capacity), sign);
  }
  for (let i = 0; i < count; i++) {
    let value: number;
    if (coded) {
      const sum = (2 * near - far + (from.bool() ? from.zigzag() : 0)) | 0;
      value = leaf.cell === code.u32 ? sum : checked(leaf, sum);
      far = known + i === 0 ? value : near;
      near = value;
    } else value = readCell(from, leaf);
    cells[items + place] = value;
    place = next(place, step, capacity);
  }
}

function itemAt(cells: Cells, items: number, at: number, sign: number): number {
  return ((cells[items + at] as number) << sign) >> sign;
}

/** Shifting left and right again by this makes a signed number of a bit pattern. */
function signShift(cell: number): number {
  return cell === code.i8 ? 24 : cell === code.i16 ? 16 : 0;
}

/** The place one step on in the ring. */
export function next(at: number, step: number, capacity: number): number {
  const to = at + step;
  if (to < 0) return capacity - 1;
  return to === capacity ? 0 : to;
}

/** For `at` below twice the capacity. */
export function wrap(at: number, capacity: number): number {
  return at >= capacity ? at - capacity : at;
}
