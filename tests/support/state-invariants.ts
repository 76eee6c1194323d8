// What holds of every state's bytes, whoever wrote them: sizes match bitmaps, ids name their slots,
// lists lie within their capacity, texts are texts, and bytes that no live value reaches are zero.

import {
  cellsOf,
  code,
  fits,
  type Layout,
  type Leaf,
  type Memory,
  measureText,
  numberOf,
  type RecordLayout,
  readText,
  type TableLayout,
} from '../../packages/tickhouse/src/state/index.ts';

/** Throws with the path of the first value that breaks an invariant. */
export function checkInvariants(layout: Layout, memory: Memory): void {
  const walk = new Walk(memory);
  walk.record(layout.root, 0, '');
  for (const table of layout.tables) walk.table(table);
  walk.rest();
}

class Walk {
  readonly #memory: Memory;
  readonly #reached: Uint8Array;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#reached = new Uint8Array(memory.u8.length);
  }

  table(table: TableLayout): void {
    const { path, capacity, slotBits } = table;
    const memory = this.#memory;
    this.#reach(table.offset, 8 + 4 * table.bitmapWords);
    let used = 0;
    for (let slot = 0; slot < table.bitmapWords * 32; slot++) {
      const word = memory.i32[table.bitmap + (slot >> 5)] as number;
      if (((word >>> (slot & 31)) & 1) === 0) continue;
      assert(slot < capacity, `${path}: slot ${slot} is used and does not exist`);
      used++;
      const base = table.rows + slot * table.stride;
      const id = memory.u32[base >> 2] as number;
      assert(id % 2 ** slotBits === slot, `${path}[${slot}]: id ${id} names another slot`);
      assert(id >= 2 ** slotBits, `${path}[${slot}]: id ${id} has no generation`);
      this.#reach(base, 4);
      this.record(table.row, base, `${path}[${slot}].`);
    }
    const size = memory.u32[table.offset >> 2];
    assert(size === used, `${path}: size is ${size}, ${used} slots are used`);
  }

  record(record: RecordLayout, base: number, prefix: string): void {
    for (const leaf of record.leaves) this.#leaf(leaf, base, prefix + leaf.path);
  }

  rest(): void {
    const { u8 } = this.#memory;
    for (let at = 0; at < u8.length; at++) {
      if (u8[at] !== 0 && this.#reached[at] === 0) {
        throw new Error(`byte ${at} is reached by nothing and is ${u8[at]}`);
      }
    }
  }

  #leaf(leaf: Leaf, base: number, path: string): void {
    if (leaf.code === code.text) this.#text(leaf, base, path);
    else if (leaf.code === code.list) this.#list(leaf, base, path);
    else {
      for (let i = 0; i < leaf.limit; i++) this.#cell(leaf, base + leaf.data, i, path);
    }
  }

  #text(leaf: Leaf, base: number, path: string): void {
    const length = this.#memory.u16[(base + leaf.offset) >> 1] as number;
    assert(length <= 4 * leaf.limit, `${path}: ${length} bytes do not fit`);
    const value = readText(this.#memory.u8, base + leaf.data, base + leaf.data + length);
    assert(measureText(value, leaf.limit) === length, `${path}: more code points than fit`);
    this.#reach(base + leaf.offset, 2);
    this.#reach(base + leaf.data, length);
  }

  #list(leaf: Leaf, base: number, path: string): void {
    const header = (base + leaf.offset) >> 2;
    const length = this.#memory.i32[header] as number;
    const start = this.#memory.i32[header + 1] as number;
    assert(length >= 0 && length <= leaf.limit, `${path}: length ${length}`);
    assert(start >= 0 && start < leaf.limit, `${path}: start ${start}`);
    this.#reach(base + leaf.offset, 8);
    for (let i = 0; i < length; i++) {
      this.#cell(leaf, base + leaf.data, (start + i) % leaf.limit, path);
    }
  }

  #cell(leaf: Leaf, data: number, index: number, path: string): void {
    this.#reach(data + index * 2 ** leaf.shift, 2 ** leaf.shift);
    const pattern = cellsOf(this.#memory, leaf.cell)[(data >> leaf.shift) + index] as number;
    const { length } = leaf.values;
    const valid =
      leaf.cell === code.bool
        ? pattern <= 1
        : leaf.cell === code.oneOf
          ? pattern < length
          : fits(leaf.cell, numberOf(leaf.cell, pattern)) && !Object.is(pattern, -0);
    if (!valid) throw new Error(`${path}: ${Object.is(pattern, -0) ? '−0' : pattern}`);
  }

  #reach(from: number, bytes: number): void {
    this.#reached.fill(1, from, from + bytes);
  }
}

function assert(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
