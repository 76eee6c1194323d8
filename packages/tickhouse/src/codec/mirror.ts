// A receiver's copy of a room's visible state. A message is applied whole or not at all.

import { type Layout, Memory } from '../state/index.ts';
import type { BitReader } from './bit-reader.ts';
import { readDelta } from './delta.ts';
import { readSnapshot } from './snapshot.ts';

export class Mirror {
  readonly memory: Memory;
  readonly #layout: Layout;
  readonly #before: Uint8Array;

  constructor(layout: Layout) {
    this.memory = new Memory(layout.bytes);
    this.#layout = layout;
    this.#before = new Uint8Array(layout.bytes);
  }

  /**
   * @param rest reads what follows in the same message, before anything of it is kept
   * @throws CODEC_VALUE, CODEC_TRUNCATED, or what `rest` throws; the state is as before then
   */
  snapshot(from: BitReader, rest?: () => void): void {
    this.#whole(from, readSnapshot, rest);
  }

  /** As `snapshot`, for the difference from the present state. */
  delta(from: BitReader, rest?: () => void): void {
    this.#whole(from, readDelta, rest);
  }

  #whole(
    from: BitReader,
    read: (from: BitReader, layout: Layout, memory: Memory) => void,
    rest: (() => void) | undefined,
  ): void {
    this.#before.set(this.memory.u8);
    try {
      read(from, this.#layout, this.memory);
      rest?.();
    } catch (error) {
      this.memory.u8.set(this.#before);
      throw error;
    }
  }
}
