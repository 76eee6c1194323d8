// What changed in each of the ticks before the last one, so that one delta can cover several. Each takes
// as much as it changed, not as much as could change: rooms with many rows would keep more than they are.
//
//   tick  = root: 0, or 1 · its block
//         · for each visible table: for each word of its bitmaps that has changed rows:
//             the word's number · changed rows · new rows · the block of each changed row
//           · −1

import { type Layout, type Memory, type RecordLayout, rootBlock } from '../state/index.ts';
import { mergeRecord } from './merge.ts';
import { popcount, rowBase } from './rows.ts';

const none = new Int32Array(0);
/** The smallest buffer, in words: most ticks change little. */
const wordsMin = 64;

export class History {
  readonly #layout: Layout;
  readonly #wordsMax: number;
  /** Ticks that are kept whatever they take. */
  readonly #ticksMin: number;
  #ticksMax: number;
  /** Tick behind tick; the oldest need not be at the beginning. */
  #words: Int32Array = none;
  #end = 0;
  /** Where each tick begins, the oldest first. */
  #starts: number[] = [];

  /**
   * @param ticks that are kept whatever they take
   * @param wordsMax what more of them may take; the buffer they lie in may be twice as large
   */
  constructor(layout: Layout, ticks: number, wordsMax: number) {
    this.#layout = layout;
    this.#ticksMin = ticks;
    this.#ticksMax = ticks;
    this.#wordsMax = wordsMax;
  }

  /** Ticks that it holds. */
  get ticks(): number {
    return this.#starts.length;
  }

  /** From now on so many are kept; of those that are there the last ones stay. */
  keep(ticks: number): void {
    this.#ticksMax = ticks;
    this.#drop(0, 0);
    if (ticks === 0) this.#words = none;
  }

  clear(): void {
    this.#starts = [];
    this.#end = 0;
  }

  /** Takes a tick, whose marks lie in `kept`. */
  add(kept: Int32Array): void {
    if (this.#ticksMax === 0) return;
    const size = this.#sizeOf(kept);
    this.#drop(1, size);
    // One that is too large by itself; all before it are gone.
    if (this.#ticksMin === 0 && size > this.#wordsMax) return;
    this.#makeRoom(size);
    this.#starts.push(this.#end);
    this.#write(kept);
  }

  /** Adds to `marks`, which lead to the present state, what the `back`-th tick from the end changed, from 1. */
  merge(memory: Memory, marks: Int32Array, back: number): void {
    const words = this.#words;
    const { root, tables } = this.#layout;
    let at = this.#starts[this.#starts.length - back] as number;
    if (words[at++] !== 0) {
      mergeRecord(root, memory, 0, marks, rootBlock, words, at, marks[0] !== 0);
      marks[0] = 1;
      at += root.keptWords;
    }
    for (const table of tables) {
      if (table.hidden) continue;
      const { row, kept } = table;
      for (let word = words[at++] as number; word >= 0; word = words[at++] as number) {
        const dirty = words[at++] as number;
        const fresh = words[at++] as number;
        const known = marks[kept.dirty + word] as number;
        for (let bits = dirty; bits !== 0; bits &= bits - 1) {
          const bit = bits & (0 - bits);
          const slot = word * 32 + 31 - Math.clz32(bit);
          const block = kept.blocks + slot * row.keptWords;
          const base = rowBase(table, slot);
          mergeRecord(row, memory, base, marks, block, words, at, (known & bit) !== 0);
          at += row.keptWords;
        }
        marks[kept.dirty + word] = known | dirty;
        marks[kept.fresh + word] = (marks[kept.fresh + word] as number) | fresh;
      }
    }
  }

  #sizeOf(kept: Int32Array): number {
    const { root, tables } = this.#layout;
    let size = kept[0] !== 0 ? 1 + root.keptWords : 1;
    for (const table of tables) {
      if (table.hidden) continue;
      size++;
      for (let word = 0; word < table.bitmapWords; word++) {
        const dirty = kept[table.kept.dirty + word] as number;
        if (dirty !== 0) size += 3 + popcount(dirty) * table.row.keptWords;
      }
    }
    return size;
  }

  /** Drops the oldest, until there is place for `more` ticks of `size` words. */
  #drop(more: number, size: number): void {
    const starts = this.#starts;
    while (starts.length > 0) {
      const ticks = starts.length + more;
      const words = this.#end - (starts[0] as number) + size;
      const fits = ticks <= this.#ticksMin || words <= this.#wordsMax;
      if (fits && ticks <= this.#ticksMax) return;
      starts.shift();
    }
    this.#end = 0;
  }

  /** Moves all to the beginning, of a larger buffer where half of this one would not do. */
  #makeRoom(size: number): void {
    const words = this.#words;
    if (this.#end + size <= words.length) return;
    const starts = this.#starts;
    const first = starts[0] ?? this.#end;
    const wanted = 2 * (this.#end - first + size);
    if (wanted > words.length) {
      this.#words = new Int32Array(Math.max(wanted, wordsMin));
      this.#words.set(words.subarray(first, this.#end));
    } else words.copyWithin(0, first, this.#end);
    for (let i = 0; i < starts.length; i++) starts[i] = (starts[i] as number) - first;
    this.#end -= first;
  }

  #write(kept: Int32Array): void {
    const words = this.#words;
    const { root, tables } = this.#layout;
    let at = this.#end;
    words[at++] = kept[0] as number;
    if (kept[0] !== 0) at = copyBlock(root, kept, rootBlock, words, at);
    for (const table of tables) {
      if (table.hidden) continue;
      const { row, kept: of } = table;
      for (let word = 0; word < table.bitmapWords; word++) {
        const dirty = kept[of.dirty + word] as number;
        if (dirty === 0) continue;
        words[at] = word;
        words[at + 1] = dirty;
        words[at + 2] = kept[of.fresh + word] as number;
        at += 3;
        for (let bits = dirty; bits !== 0; bits &= bits - 1) {
          const slot = word * 32 + 31 - Math.clz32(bits & (0 - bits));
          at = copyBlock(row, kept, of.blocks + slot * row.keptWords, words, at);
        }
      }
      words[at++] = -1;
    }
    this.#end = at;
  }
}

/** Returns where the copy ends. */
function copyBlock(
  { keptWords }: RecordLayout,
  from: Int32Array,
  block: number,
  to: Int32Array,
  at: number,
): number {
  for (let word = 0; word < keptWords; word++) to[at + word] = from[block + word] as number;
  return at + keptWords;
}
