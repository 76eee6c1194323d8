// What changed in a room, tick by tick. The marks beside the buffer nominate; comparing with the
// state of the tick before decides; what is confirmed goes into a ring, so that one delta can cover
// any of the last N ticks.

import { type Layout, Memory } from '../state/index.ts';
import type { BitWriter } from './bit-writer.ts';
import { writeDelta } from './delta.ts';
import { mergeMarks } from './merge.ts';
import { settleMarks } from './settle.ts';

export class Changes {
  readonly #layout: Layout;
  readonly #memory: Memory;
  readonly #marks: Int32Array;
  readonly #before: Memory;
  readonly #ring: Int32Array[];
  readonly #merged: Int32Array;
  #settled = 0;

  /**
   * @param marks the marks that the views over `memory` raise
   * @param depth how many ticks one delta can cover, from 1; each keeps `layout.keptWords` words
   */
  constructor(layout: Layout, memory: Memory, marks: Int32Array, depth: number) {
    this.#layout = layout;
    this.#memory = memory;
    this.#marks = marks;
    this.#before = new Memory(layout.bytes);
    this.#ring = Array.from({ length: depth }, () => new Int32Array(layout.keptWords));
    this.#merged = new Int32Array(layout.keptWords);
    this.restart();
  }

  /** The last `ticks` ticks can be covered by one delta. */
  covers(ticks: number): boolean {
    return ticks >= 1 && ticks <= Math.min(this.#settled, this.#ring.length);
  }

  /** Takes the state as it is for the one that everybody knows, and forgets what led to it. */
  restart(): void {
    this.#marks.fill(0);
    this.#before.u8.set(this.#memory.u8);
    this.#settled = 0;
  }

  /** Ends a tick: keeps what really changed since the last call, and clears the marks. */
  settle(): void {
    // settle() counts afterwards, so slot 0 is this tick's here and slot 1 from the next call on.
    settleMarks(this.#layout, this.#memory, this.#before, this.#marks, this.#slot(0));
    this.#settled++;
  }

  /**
   * Writes one delta that leads from the state `ticks` settled ticks ago to the present one.
   * `covers(ticks)` must hold.
   */
  write(out: BitWriter, ticks: number): void {
    writeDelta(out, this.#layout, this.#memory, ticks === 1 ? this.#slot(1) : this.#merge(ticks));
  }

  #merge(ticks: number): Int32Array {
    const merged = this.#merged;
    merged.set(this.#slot(1));
    for (let back = 2; back <= ticks; back++) {
      mergeMarks(this.#layout, this.#memory, merged, this.#slot(back));
    }
    return merged;
  }

  /** The ring's marks of `back` ticks before the one that settles next. */
  #slot(back: number): Int32Array {
    const depth = this.#ring.length;
    return this.#ring[(this.#settled - back + depth) % depth] as Int32Array;
  }
}
