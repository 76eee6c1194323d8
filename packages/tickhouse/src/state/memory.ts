// One room's bytes, seen through every machine type. Made once per buffer, so that views share it.

import { TickhouseError } from '../errors.ts';
import type { AnyCells } from './cell-access.ts';
import type { NumberType } from './field.ts';
import type { Code } from './layout.ts';

export class Memory {
  readonly buffer: ArrayBuffer;
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly u16: Uint16Array;
  readonly i16: Int16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;

  /** @param byteLength a multiple of 8, as a layout's `bytes` is */
  constructor(byteLength: number) {
    const buffer = new ArrayBuffer(byteLength);
    this.buffer = buffer;
    this.u8 = new Uint8Array(buffer);
    this.i8 = new Int8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.i16 = new Int16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }
}

/** By code; bool and oneOf lie in bytes. */
const arrays: readonly NumberType[] = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32', 'f64'];

/** The array over `memory` that holds cells of this kind as the numbers that they are. */
export function arrayOf(memory: Memory, cell: Code): AnyCells {
  return memory[arrays[cell] ?? 'u8'];
}

/**
 * Stands in for the memory of a removed row: whatever reads or writes through it gets a coded error
 * instead of the row that took the slot over. Costs nothing while rows live.
 */
export const goneMemory: Memory = /* @__PURE__ */ new Proxy({} as Memory, {
  get: refuseGone,
  set: refuseGone,
});

function refuseGone(): never {
  throw new TickhouseError(
    'STATE_ROW_GONE',
    'this row was removed from its table: keep its id and look it up with get(id)',
  );
}
