// One cell (a scalar but text, an item, a grid's cell) on the wire.
//
//   u8 i8: 8 bits · u16 u32: nibbles · i16 i32: zigzag · f32 f64: 32, 64 bits · bool: 1 bit
//   oneOf: as many bits as its last index needs

import type { Leaf, Memory } from '../state/index.ts';
import { code, fits } from '../state/index.ts';
import { type BitReader, badValue, canonical } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';

/** Writes the cell at `at`, counted in cells of the leaf's size. */
export function writeCellAt(out: BitWriter, leaf: Leaf, memory: Memory, at: number): void {
  switch (leaf.cell) {
    case code.u8:
      out.bits(memory.u8[at] as number, 8);
      break;
    case code.u16:
      out.nibbles(memory.u16[at] as number);
      break;
    case code.u32:
      out.nibbles(memory.u32[at] as number);
      break;
    case code.i8:
    case code.bool:
    case code.oneOf:
      writeCell(out, leaf, memory.u8[at] as number);
      break;
    case code.i16:
      out.zigzag(memory.i16[at] as number);
      break;
    case code.i32:
      out.zigzag(memory.i32[at] as number);
      break;
    case code.f32:
      out.f32(memory.f32[at] as number);
      break;
    default:
      out.f64(memory.f64[at] as number);
  }
}

export function writeCell(out: BitWriter, leaf: Leaf, raw: number): void {
  switch (leaf.cell) {
    case code.u8:
    case code.i8:
      out.bits(raw & 0xff, 8);
      break;
    case code.u16:
    case code.u32:
      out.nibbles(raw);
      break;
    case code.i16:
    case code.i32:
      out.zigzag(raw);
      break;
    case code.f32:
      out.f32(raw);
      break;
    case code.f64:
      out.f64(raw);
      break;
    case code.bool:
      out.bits(raw, 1);
      break;
    default:
      if (leaf.values.length > 1) out.bits(raw, bitsOfIndex(leaf.values.length));
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readCell(from: BitReader, leaf: Leaf): number {
  switch (leaf.cell) {
    case code.u8:
      return from.bits(8);
    case code.i8:
      return (from.bits(8) << 24) >> 24;
    case code.u16:
    case code.u32:
      return checked(leaf, from.nibbles());
    case code.i16:
    case code.i32:
      return checked(leaf, from.zigzag());
    case code.f32:
      return from.f32();
    case code.f64:
      return from.f64();
    case code.bool:
      return from.bits(1);
    default: {
      const index = leaf.values.length > 1 ? from.bits(bitsOfIndex(leaf.values.length)) : 0;
      if (index >= leaf.values.length) throw badValue(leaf.path);
      return index;
    }
  }
}

/** Whether the bytes at `at` are a cell's, as far as there are bytes that are not. @throws CODEC_VALUE */
export function checkCell(leaf: Leaf, memory: Memory, at: number): void {
  switch (leaf.cell) {
    case code.bool:
      if ((memory.u8[at] as number) > 1) throw badValue(leaf.path);
      break;
    case code.oneOf:
      if ((memory.u8[at] as number) >= leaf.values.length) {
        throw badValue(leaf.path);
      }
      break;
    case code.f32:
      canonical(memory.f32[at] as number);
      break;
    case code.f64:
      canonical(memory.f64[at] as number);
      break;
    default:
  }
}

/** Bits that hold every index below `count`. */
export function bitsOfIndex(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1));
}

/** `value`, where the leaf's cells can hold it. @throws CODEC_VALUE */
export function checked(leaf: Leaf, value: number): number {
  if (!fits(leaf.cell, value)) throw badValue(leaf.path);
  return value;
}
