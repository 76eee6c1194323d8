// What changed in a room, tick by tick. The marks beside the buffer nominate; comparing with the
// shadow, what travels of the state of the tick before, decides; what is confirmed goes into a ring, so
// that one delta can cover any of the last N ticks; N changes, as who hears a room needs it.

import { type Layout, Memory } from '../state/index.ts';
import type { BitWriter } from './bit-writer.ts';
import { writeDelta } from './delta.ts';
import { mergeMarks } from './merge.ts';
import { settleMarks } from './settle.ts';
import { copyVisible, type ShadowLayout, shadowOf } from './shadow.ts';

export class Changes {
  readonly #layout: Layout;
  readonly #memory: Memory;
  readonly #marks: Int32Array;
  readonly #shadow: ShadowLayout;
  readonly #before: Memory;
  #depth: number;
  /** `depth` slots in one array: small ones of their own would weigh more than they hold. */
  #ring: Int32Array;
  /** Slots of it that hold a tick. */
  #held = 0;
  /** Several ticks as one; made when somebody was behind. */
  #merged: Int32Array | undefined;
  #settled = 0;

  /**
   * @param marks the marks that the views over `memory` raise
   * @param depth how many ticks one delta can cover, from 1; each keeps `layout.keptWords` words
   */
  constructor(layout: Layout, memory: Memory, marks: Int32Array, depth: number) {
    this.#layout = layout;
    this.#memory = memory;
    this.#marks = marks;
    this.#shadow = shadowOf(layout);
    this.#before = new Memory(this.#shadow.bytes);
    this.#depth = depth;
    this.#ring = new Int32Array(depth * layout.keptWords);
    this.restart();
  }

  /** The last `ticks` ticks can be covered by one delta. */
  covers(ticks: number): boolean {
    return ticks >= 1 && ticks <= this.#held;
  }

  /** From now on so many ticks are kept, from 1; of those that are kept already the last ones stay. */
  keep(depth: number): void {
    if (depth === this.#depth) return;
    const { keptWords } = this.#layout;
    const ring = new Int32Array(depth * keptWords);
    this.#held = Math.min(this.#held, depth);
    for (let back = 1; back <= this.#held; back++) {
      const tick = this.#settled - back;
      ring.set(this.#kept(tick), (tick % depth) * keptWords);
    }
    this.#ring = ring;
    this.#depth = depth;
    this.#merged = undefined;
  }

  /** Takes the state as it is for the one that everybody knows, and forgets what led to it. */
  restart(): void {
    this.#marks.fill(0);
    copyVisible(this.#layout, this.#shadow, this.#memory, this.#before);
    this.#settled = 0;
    this.#held = 0;
  }

  /** Ends a tick: keeps what really changed since the last call, and clears the marks. */
  settle(): void {
    const slot = this.#slot(this.#settled++);
    if (this.#held < this.#depth) this.#held++;
    const { tables } = this.#shadow;
    settleMarks(this.#layout, tables, this.#memory, this.#before, this.#marks, this.#ring, slot);
  }

  /**
   * Writes one delta that leads from the state `ticks` settled ticks ago to the present one.
   * `covers(ticks)` must hold.
   */
  write(out: BitWriter, ticks: number): void {
    const last = this.#settled - 1;
    if (ticks === 1) writeDelta(out, this.#layout, this.#memory, this.#ring, this.#slot(last));
    else writeDelta(out, this.#layout, this.#memory, this.#merge(last, ticks), 0);
  }

  #merge(last: number, ticks: number): Int32Array {
    this.#merged ??= new Int32Array(this.#layout.keptWords);
    const merged = this.#merged;
    merged.set(this.#kept(last));
    for (let back = 1; back < ticks; back++) {
      mergeMarks(this.#layout, this.#memory, merged, this.#kept(last - back));
    }
    return merged;
  }

  #kept(tick: number): Int32Array {
    const slot = this.#slot(tick);
    return this.#ring.subarray(slot, slot + this.#layout.keptWords);
  }

  /** Where in the ring a tick begins; they are counted from 0, as they settled. */
  #slot(tick: number): number {
    return (tick % this.#depth) * this.#layout.keptWords;
  }
}
