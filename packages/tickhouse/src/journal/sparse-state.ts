// A state kept without its zero words. Most of what a room reserves is empty (free rows, the ends of
// lists, the cells of large grids), and a room keeps its last snapshots for as long as it lives.
//
//   kept = a bit for each word of the state, 1 where it is not zero u32[⌈words/32⌉] · those words

export class SparseState {
  readonly #words: number;
  readonly #kept: Int32Array;

  /** @param words of the state: they are copied */
  constructor(words: Int32Array) {
    let used = 0;
    for (let i = 0; i < words.length; i++) if (words[i] !== 0) used++;
    let at = (words.length + 31) >> 5;
    const kept = new Int32Array(at + used);
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as number;
      if (word === 0) continue;
      kept[i >> 5] = (kept[i >> 5] as number) | (1 << i);
      kept[at++] = word;
    }
    this.#words = words.length;
    this.#kept = kept;
  }

  /** What it takes while it is kept. */
  get bytes(): number {
    return this.#kept.byteLength;
  }

  /** The whole state, byte for byte: a copy that nobody else holds. */
  whole(): Uint8Array {
    const kept = this.#kept;
    const words = new Int32Array(this.#words);
    const masks = (words.length + 31) >> 5;
    let at = masks;
    for (let mask = 0; mask < masks; mask++) {
      for (let bits = kept[mask] as number; bits !== 0; bits &= bits - 1) {
        words[mask * 32 + 31 - Math.clz32(bits & (0 - bits))] = kept[at++] as number;
      }
    }
    return new Uint8Array(words.buffer);
  }
}
