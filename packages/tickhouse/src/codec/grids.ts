// Grids on the wire: whole, or as the cells that changed.
//
//   grid  = 0 (1 bit): changed cells = count − 1 nibbles · (index: as many bits as the last needs · cell)
//           1: whole = runs, row by row, to the last cell: cell · length − 1 nibbles

import { cellsOf, type Leaf, type Memory } from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { bitsOfIndex, readCell, writeCellAt } from './cells.ts';

/** Writes the cells in `log`: its count, then their indices; a count over `leaf.logMax` means all. */
export function writeGridChanges(
  out: BitWriter,
  leaf: Leaf,
  memory: Memory,
  base: number,
  marks: Int32Array,
  log: number,
): void {
  const count = marks[log] as number;
  const whole = count > leaf.logMax;
  out.bool(whole);
  if (whole) {
    writeGrid(out, leaf, memory, base);
    return;
  }
  out.nibbles(count - 1);
  const first = (base + leaf.data) >> leaf.shift;
  const indexBits = bitsOfIndex(leaf.limit);
  for (let i = 1; i <= count; i++) {
    const index = marks[log + i] as number;
    out.bits(index, indexBits);
    writeCellAt(out, leaf, memory, first + index);
  }
}

/** Writes every cell, as runs. */
export function writeGrid(out: BitWriter, leaf: Leaf, memory: Memory, base: number): void {
  const cells = cellsOf(memory, leaf.cell);
  const first = (base + leaf.data) >> leaf.shift;
  const end = first + leaf.limit;
  let at = first;
  while (at < end) {
    const value = cells[at] as number;
    let to = at + 1;
    while (to < end && cells[to] === value) to++;
    writeCellAt(out, leaf, memory, at);
    out.nibbles(to - at - 1);
    at = to;
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readGridChanges(from: BitReader, leaf: Leaf, memory: Memory, base: number): void {
  if (from.bool()) {
    readGrid(from, leaf, memory, base);
    return;
  }
  const cells = cellsOf(memory, leaf.cell);
  const first = (base + leaf.data) >> leaf.shift;
  const indexBits = bitsOfIndex(leaf.limit);
  const count = from.nibbles() + 1;
  for (let i = 0; i < count; i++) {
    const index = from.bits(indexBits);
    if (index >= leaf.limit) throw badValue(leaf.path);
    cells[first + index] = readCell(from, leaf);
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readGrid(from: BitReader, leaf: Leaf, memory: Memory, base: number): void {
  const cells = cellsOf(memory, leaf.cell);
  const first = (base + leaf.data) >> leaf.shift;
  let at = 0;
  while (at < leaf.limit) {
    const value = readCell(from, leaf);
    const length = from.nibbles() + 1;
    if (length > leaf.limit - at) throw badValue(leaf.path);
    cells.fill(value, first + at, first + at + length);
    at += length;
  }
}
