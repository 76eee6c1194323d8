// What changed in a room, tick by tick. The marks beside the buffer nominate; comparing with the
// shadow, what travels of the state of the tick before, decides. What is confirmed of the last tick lies
// as the marks do; of the ticks before it, a history keeps as many as who hears the room needs, so that
// one delta can cover any of them.

import { type Layout, Memory } from '../state/index.ts';
import type { BitWriter } from './bit-writer.ts';
import { writeDelta } from './delta.ts';
import { History } from './history.ts';
import { settleMarks } from './settle.ts';
import { copyVisible, type ShadowLayout, shadowOf } from './shadow.ts';

/** What a history may take, in bytes, or as much as the state where that is more. */
const historyBytesMax = 1024 * 1024;

export class Changes {
  readonly #layout: Layout;
  readonly #memory: Memory;
  readonly #marks: Int32Array;
  readonly #shadow: ShadowLayout;
  readonly #before: Memory;
  /** The last tick. */
  readonly #kept: Int32Array;
  /** Whether there was one. */
  #isSettled = false;
  readonly #history: History;
  #depth: number;
  /** Several ticks as one; made when somebody was behind. */
  #merged: Int32Array | undefined;

  /**
   * @param marks the marks that the views over `memory` raise
   * @param depth how many ticks one delta can cover at least, from 1
   */
  constructor(layout: Layout, memory: Memory, marks: Int32Array, depth: number) {
    this.#layout = layout;
    this.#memory = memory;
    this.#marks = marks;
    this.#shadow = shadowOf(layout);
    this.#before = new Memory(this.#shadow.bytes);
    this.#kept = new Int32Array(layout.keptWords);
    // Half of it: the buffer that it lies in is up to twice as large.
    const wordsMax = Math.max(historyBytesMax, layout.bytes) >> 3;
    this.#depth = depth;
    this.#history = new History(layout, depth - 1, wordsMax);
    this.restart();
  }

  /** The last `ticks` ticks can be covered by one delta. */
  covers(ticks: number): boolean {
    return this.#isSettled && ticks >= 1 && ticks <= 1 + this.#history.ticks;
  }

  /**
   * From now on so many ticks are kept, from 1; of those that are kept already the last ones stay. Fewer than
   * were asked for at first are never kept, and more only as far as they are small.
   */
  keep(depth: number): void {
    if (depth === this.#depth) return;
    this.#depth = depth;
    this.#history.keep(depth - 1);
    this.#merged = undefined;
  }

  /** Takes the state as it is for the one that everybody knows, and forgets what led to it. */
  restart(): void {
    this.#marks.fill(0);
    copyVisible(this.#layout, this.#shadow, this.#memory, this.#before);
    this.#history.clear();
    this.#isSettled = false;
  }

  /** Ends a tick: keeps what really changed since the last call, and clears the marks. */
  settle(): void {
    if (this.#isSettled) this.#history.add(this.#kept);
    this.#isSettled = true;
    const { tables } = this.#shadow;
    settleMarks(this.#layout, tables, this.#memory, this.#before, this.#marks, this.#kept);
  }

  /**
   * Writes one delta that leads from the state `ticks` settled ticks ago to the present one.
   * `covers(ticks)` must hold.
   */
  write(out: BitWriter, ticks: number): void {
    writeDelta(out, this.#layout, this.#memory, ticks === 1 ? this.#kept : this.#merge(ticks));
  }

  #merge(ticks: number): Int32Array {
    this.#merged ??= new Int32Array(this.#layout.keptWords);
    const merged = this.#merged;
    merged.set(this.#kept);
    for (let back = 1; back < ticks; back++) this.#history.merge(this.#memory, merged, back);
    return merged;
  }
}
