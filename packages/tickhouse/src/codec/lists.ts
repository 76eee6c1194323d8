// Lists on the wire: whole, or as what was popped and pushed at each end.
//
//   whole = length nibbles · start nibbles · items, first to last
//   ops   = 0 (2 bits): one pushed at the front, one popped at the back (a snake moves)
//           1: one pushed at the back, one popped at the front (a queue moves)
//           2: popped front, pushed front, popped back, pushed back: each 0 (1 bit) or 1 · n − 1 nibbles
//           3: whole
//   items = integers: the difference from the line through the two neighbours before it:
//           0 (1 bit) where there is none, else 1 · zigzag; every other kind as a cell

import { type Cells, cellsOf, code, type Leaf, type Memory, wholeList } from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { checked, readCell, writeCellAt } from './cells.ts';

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
  if (ops === wholeList) {
    out.nibbles(length);
    out.nibbles(start);
    writeItems(out, leaf, memory, base, start, 0, 1, length, 0);
    return;
  }
  const front = (ops >>> 8) & 0xff;
  const back = ops >>> 24;
  if (front > 0) {
    writeItems(out, leaf, memory, base, start, front - 1, -1, front, length - back - front);
  }
  if (back > 0) writeItems(out, leaf, memory, base, start, length - back, 1, back, length - back);
}

/**
 * Writes `count` items from index `first` on, in steps of 1 or −1, each coded against the two before
 * it on that way; `known` items lie before the first.
 */
function writeItems(
  out: BitWriter,
  leaf: Leaf,
  memory: Memory,
  base: number,
  start: number,
  first: number,
  step: number,
  count: number,
  known: number,
): void {
  const items = (base + leaf.data) >> leaf.shift;
  const capacity = leaf.limit;
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
  for (let i = 0; i < count; i++) {
    const value = itemAt(cells, items, at, sign);
    const off = (value - 2 * near + far) | 0;
    if (off === 0) out.bits(0, 1);
    else writeOff(out, off);
    far = known + i === 0 ? value : near;
    near = value;
    at = next(at, step, capacity);
  }
}

function writeOff(out: BitWriter, off: number): void {
  out.bits(1, 1);
  out.zigzag(off);
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
  let length = memory.i32[header] as number;
  let start = memory.i32[header + 1] as number;
  let front = (ops >>> 8) & 0xff;
  let back = ops >>> 24;
  if (ops === wholeList) {
    clear(leaf, memory, base, start, 0, length);
    length = 0;
    front = 0;
    back = from.nibbles();
    start = from.nibbles();
    if (start >= leaf.limit) throw badValue(`${leaf.path} beginning outside its capacity`);
  } else {
    const poppedFront = ops & 0xff;
    const poppedBack = (ops >>> 16) & 0xff;
    if (poppedFront + poppedBack > length) throw badValue(`more pops than ${leaf.path} has items`);
    clear(leaf, memory, base, start, 0, poppedFront);
    clear(leaf, memory, base, start, length - poppedBack, length);
    start = wrap(start + poppedFront, leaf.limit);
    length -= poppedFront + poppedBack;
  }
  if (front + back > leaf.limit - length) throw badValue(`more items than ${leaf.path} holds`);
  readItems(from, leaf, memory, base, wrap(start + leaf.limit - 1, leaf.limit), -1, front, length);
  start = wrap(start + leaf.limit - front, leaf.limit);
  length += front;
  readItems(from, leaf, memory, base, wrap(start + length, leaf.limit), 1, back, length);
  memory.i32[header] = length + back;
  memory.i32[header + 1] = start;
}

/** Reads `count` items into the ring from place `at` on: the inverse of `writeItems`. */
function readItems(
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

function clear(
  leaf: Leaf,
  memory: Memory,
  base: number,
  start: number,
  first: number,
  end: number,
): void {
  const items = (base + leaf.data) >> leaf.shift;
  const cells = cellsOf(memory, leaf.cell);
  for (let i = first; i < end; i++) cells[items + wrap(start + i, leaf.limit)] = 0;
}

function itemAt(cells: Cells, items: number, at: number, sign: number): number {
  return ((cells[items + at] as number) << sign) >> sign;
}

/** Shifting left and right again by this makes a signed number of a bit pattern. */
function signShift(cell: number): number {
  return cell === code.i8 ? 24 : cell === code.i16 ? 16 : 0;
}

/** The place one step on in the ring. */
function next(at: number, step: number, capacity: number): number {
  const to = at + step;
  if (to < 0) return capacity - 1;
  return to === capacity ? 0 : to;
}

/** For `at` below twice the capacity. */
function wrap(at: number, capacity: number): number {
  return at >= capacity ? at - capacity : at;
}
