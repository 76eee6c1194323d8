// Lists on the wire: whole, or as what was popped and pushed at each end.
//
//   full  = length · start, in as many bits as the largest needs · items
//   items = up to 32: the words of the buffer in which they lie, up to the ring's end, then from its
//           beginning; more: one by one, first to last (list-items.ts)
//   ops   = 0 (2 bits): one pushed at the front, one popped at the back (a snake moves)
//           1: one pushed at the back, one popped at the front (a queue moves)
//           2: popped front, pushed front, popped back, pushed back: each 0 (1 bit) or 1 · n − 1 nibbles
//           3: whole
//   patch = of a whole list: full; else what was pushed, item by item: at the front, at the back

import { cellsOf, type Leaf, type Memory, wholeList } from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import { type BitWriter, writeWords } from './bit-writer.ts';
import { bitsOfIndex, checkCell } from './cells.ts';
import { readItems, wrap, writeItems } from './list-items.ts';

const unshiftPop = (1 << 8) | (1 << 16);
const pushShift = 1 | (1 << 24);

/** More items than this are worth the time that coding them takes. */
const plainMax = 32;

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
    if (count > 254) throw badValue('list');
    ops |= count << shift;
  }
  return ops;
}

export function writeListFull(out: BitWriter, leaf: Leaf, memory: Memory, base: number): void {
  const header = (base + leaf.offset) >> 2;
  const length = memory.i32[header] as number;
  const start = memory.i32[header + 1] as number;
  const lengthBits = bitsOfIndex(leaf.limit + 1);
  const startBits = bitsOfIndex(leaf.limit);
  if (lengthBits + startBits <= 32) {
    out.bits(length | (start << lengthBits), lengthBits + startBits);
  } else {
    out.bits(length, lengthBits);
    out.bits(start, startBits);
  }
  writeContent(out, leaf, memory, base, start, length);
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readListFull(from: BitReader, leaf: Leaf, memory: Memory, base: number): void {
  const length = from.bits(bitsOfIndex(leaf.limit + 1));
  readContent(from, leaf, memory, base, from.bits(bitsOfIndex(leaf.limit)), length);
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
  if (ops === wholeList) {
    writeListFull(out, leaf, memory, base);
    return;
  }
  const front = (ops >>> 8) & 0xff;
  const back = ops >>> 24;
  if (front > 0) writeItems(out, leaf, memory, base, front - 1, -1, front, length - back - front);
  if (back > 0) writeItems(out, leaf, memory, base, length - back, 1, back, length - back);
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
  if (ops === wholeList) {
    clear(leaf, memory, base, start, 0, length);
    readListFull(from, leaf, memory, base);
    return;
  }
  const front = (ops >>> 8) & 0xff;
  const back = ops >>> 24;
  const poppedFront = ops & 0xff;
  const poppedBack = (ops >>> 16) & 0xff;
  if (poppedFront + poppedBack > length) throw badValue(leaf.path);
  clear(leaf, memory, base, start, 0, poppedFront);
  clear(leaf, memory, base, start, length - poppedBack, length);
  start = wrap(start + poppedFront, leaf.limit);
  length -= poppedFront + poppedBack;
  if (front + back > leaf.limit - length) throw badValue(leaf.path);
  readItems(from, leaf, memory, base, wrap(start + leaf.limit - 1, leaf.limit), -1, front, length);
  start = wrap(start + leaf.limit - front, leaf.limit);
  length += front;
  readItems(from, leaf, memory, base, wrap(start + length, leaf.limit), 1, back, length);
  memory.i32[header] = length + back;
  memory.i32[header + 1] = start;
}

function writeContent(
  out: BitWriter,
  leaf: Leaf,
  memory: Memory,
  base: number,
  start: number,
  length: number,
): void {
  if (length > plainMax) {
    writeItems(out, leaf, memory, base, 0, 1, length, 0);
    return;
  }
  const data = base + leaf.data;
  const { shift } = leaf;
  const end = start + length;
  if (end <= leaf.limit) writeBytes(out, memory, data + (start << shift), data + (end << shift));
  else {
    writeBytes(out, memory, data + (start << shift), data + (leaf.limit << shift));
    writeBytes(out, memory, data, data + ((end - leaf.limit) << shift));
  }
}

/** The words in which the bytes lie: what else is in them is zero, as everything unused is. */
function writeBytes(out: BitWriter, memory: Memory, from: number, to: number): void {
  const first = from >> 2;
  writeWords(out, memory.i32, first, ((to + 3) >> 2) - first);
}

/** Reads a list into what must be zero. @throws CODEC_VALUE, CODEC_TRUNCATED */
function readContent(
  from: BitReader,
  leaf: Leaf,
  memory: Memory,
  base: number,
  start: number,
  length: number,
): void {
  const { limit, path, shift } = leaf;
  if (length > limit) throw badValue(path);
  if (start >= limit) throw badValue(path);
  const header = (base + leaf.offset) >> 2;
  memory.i32[header] = length;
  memory.i32[header + 1] = start;
  if (length > plainMax) {
    readItems(from, leaf, memory, base, start, 1, length, 0);
    return;
  }
  const data = base + leaf.data;
  const end = Math.min(start + length, limit);
  const rest = start + length - end;
  readWords(from, memory, data + (start << shift), data + (end << shift));
  if (rest > 0) readWords(from, memory, data, data + (rest << shift));
  const items = data >> shift;
  for (let i = 0; i < length; i++) checkCell(leaf, memory, items + wrap(start + i, limit));
  // The words reach up to three bytes beyond their items: nothing may stand there.
  memory.u8.fill(0, data + (rest << shift), data + (start << shift));
  memory.u8.fill(0, data + (end << shift), base + leaf.offset + ((leaf.bytes + 3) & ~3));
}

function readWords(from: BitReader, memory: Memory, start: number, end: number): void {
  const first = start >> 2;
  from.wordsTo(memory.i32, first, ((end + 3) >> 2) - first);
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
