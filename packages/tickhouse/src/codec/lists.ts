// Lists on the wire: whole, or as what was popped and pushed at each end.
//
//   whole = length nibbles · start nibbles · items, first to last
//   ops   = 0 (2 bits): one pushed at the front, one popped at the back (a snake moves)
//           1: one pushed at the back, one popped at the front (a queue moves)
//           2: popped front, pushed front, popped back, pushed back: each 0 (1 bit) or 1 · n − 1 nibbles
//           3: whole
//   items = integers: the difference from the line through the two neighbours before it:
//           0 (1 bit) where there is none, else 1 · zigzag; every other kind as a cell

import {
  type Cells,
  cellShift,
  cellsOf,
  code,
  type Leaf,
  type Memory,
  wholeList,
} from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { checked, readCell, writeCell } from './cells.ts';

const unshiftPop = (1 << 8) | (1 << 16);
const pushShift = 1 | (1 << 24);

export function writeListOps(out: BitWriter, ops: number): void {
  if (ops === unshiftPop) out.bits(0, 2);
  else if (ops === pushShift) out.bits(1, 2);
  else if (ops === wholeList) out.bits(3, 2);
  else {
    out.bits(2, 2);
    for (let shift = 0; shift < 32; shift += 8) {
      const count = (ops >>> shift) & 0xff;
      out.bool(count > 0);
      if (count > 0) out.nibbles(count - 1);
    }
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readListOps(from: BitReader): number {
  const form = from.bits(2);
  if (form === 0) return unshiftPop;
  if (form === 1) return pushShift;
  if (form === 3) return wholeList;
  let ops = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const count = from.bool() ? from.nibbles() + 1 : 0;
    if (count > 254) throw badValue('more list operations than a tick has');
    ops |= count << shift;
  }
  return ops;
}

/** Writes what the operations pushed, or the whole list. `base` is the record's byte offset. */
export function writeList(
  out: BitWriter,
  leaf: Leaf,
  memory: Memory,
  base: number,
  ops: number,
): void {
  const header = (base + leaf.offset) >> 2;
  const length = memory.i32[header] as number;
  const start = memory.i32[header + 1] as number;
  const cells = cellsOf(memory, leaf.cell);
  const items = (base + leaf.data) >> cellShift(leaf.cell);
  const capacity = leaf.limit;
  const back = capacity - 1;
  if (ops === wholeList) {
    out.nibbles(length);
    out.nibbles(start);
    for (let i = 0; i < length; i++) {
      writeItem(out, leaf, cells, items, capacity, wrap(start + i, capacity), back, i);
    }
    return;
  }
  const pushedFront = (ops >>> 8) & 0xff;
  const pushedBack = ops >>> 24;
  const core = length - pushedFront - pushedBack;
  for (let i = pushedFront - 1; i >= 0; i--) {
    const known = core + pushedFront - 1 - i;
    writeItem(out, leaf, cells, items, capacity, wrap(start + i, capacity), 1, known);
  }
  for (let i = length - pushedBack; i < length; i++) {
    writeItem(out, leaf, cells, items, capacity, wrap(start + i, capacity), back, i);
  }
}

/**
 * Applies operations to a list, reading what they push.
 * @throws CODEC_VALUE, CODEC_TRUNCATED; the list may be half changed then: the caller restores it
 */
export function readList(
  from: BitReader,
  leaf: Leaf,
  memory: Memory,
  base: number,
  ops: number,
): void {
  const header = (base + leaf.offset) >> 2;
  const cells = cellsOf(memory, leaf.cell);
  const items = (base + leaf.data) >> cellShift(leaf.cell);
  const capacity = leaf.limit;
  const back = capacity - 1;
  let length = memory.i32[header] as number;
  let start = memory.i32[header + 1] as number;
  let pushedFront = (ops >>> 8) & 0xff;
  let pushedBack = ops >>> 24;
  if (ops === wholeList) {
    cells.fill(0, items, items + capacity);
    length = 0;
    pushedFront = 0;
    pushedBack = from.nibbles();
    start = from.nibbles();
    if (start >= capacity) throw badValue(`${leaf.path} beginning outside its capacity`);
  } else {
    const poppedFront = ops & 0xff;
    const poppedBack = (ops >>> 16) & 0xff;
    if (poppedFront + poppedBack > length) throw badValue(`more pops than ${leaf.path} has items`);
    for (let i = 0; i < poppedFront; i++) cells[items + wrap(start + i, capacity)] = 0;
    start = wrap(start + poppedFront, capacity);
    length -= poppedFront;
    for (let i = 0; i < poppedBack; i++) cells[items + wrap(start + --length, capacity)] = 0;
  }
  if (length + pushedFront + pushedBack > capacity)
    throw badValue(`more items than ${leaf.path} holds`);
  for (let i = 0; i < pushedFront; i++) {
    start = start === 0 ? capacity - 1 : start - 1;
    readItem(from, leaf, cells, items, capacity, start, 1, length++);
  }
  for (let i = 0; i < pushedBack; i++) {
    readItem(from, leaf, cells, items, capacity, wrap(start + length, capacity), back, length++);
  }
  memory.i32[header] = length;
  memory.i32[header + 1] = start;
}

/** `at` is the item's place in the ring; its `known` earlier neighbours follow in steps of `step`. */
function writeItem(
  out: BitWriter,
  leaf: Leaf,
  cells: Cells,
  items: number,
  capacity: number,
  at: number,
  step: number,
  known: number,
): void {
  const value = cells[items + at] as number;
  if (leaf.cell >= code.f32) {
    writeCell(out, leaf, value);
    return;
  }
  const off = (value - expected(cells, items, capacity, at, step, known)) | 0;
  if (off === 0) out.bits(0, 1);
  else {
    out.bits(1, 1);
    out.zigzag(off);
  }
}

function readItem(
  from: BitReader,
  leaf: Leaf,
  cells: Cells,
  items: number,
  capacity: number,
  at: number,
  step: number,
  known: number,
): void {
  if (leaf.cell >= code.f32) {
    cells[items + at] = readCell(from, leaf);
    return;
  }
  const line = expected(cells, items, capacity, at, step, known);
  const sum = (line + (from.bool() ? from.zigzag() : 0)) | 0;
  cells[items + at] = checked(leaf, leaf.cell === code.u32 ? sum >>> 0 : sum);
}

/** Where the line through the two neighbours leads, in 32-bit arithmetic. */
function expected(
  cells: Cells,
  items: number,
  capacity: number,
  at: number,
  step: number,
  known: number,
): number {
  if (known <= 0) return 0;
  const near = wrap(at + step, capacity);
  const first = cells[items + near] as number;
  if (known === 1) return first | 0;
  const second = cells[items + wrap(near + step, capacity)] as number;
  return (2 * first - second) | 0;
}

/** For `at` below twice the capacity. */
function wrap(at: number, capacity: number): number {
  return at >= capacity ? at - capacity : at;
}
