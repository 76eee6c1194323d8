// The store of tests: everything in memory, by the same contract as those that last.

import { TickhouseError } from '../errors.ts';
import { HeldDirectory } from './held-directory.ts';
import { laneName } from './lane-name.ts';
import type { Blob, Directory, Lane, LaneFacts, Store } from './store.ts';

/** A store that nothing survives. */
export function memoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly directory: Directory = new HeldDirectory([], 0, () => undefined);
  readonly #lanes = new Map<string, MemoryLane>();

  async openLane(): Promise<Lane> {
    const lane = new MemoryLane(laneName([...this.#lanes.keys()]));
    this.#lanes.set(lane.name, lane);
    return lane;
  }

  async lanes(): Promise<readonly LaneFacts[]> {
    return [...this.#lanes.values()].map(({ name, bytes, at }) => ({ name, bytes, at }));
  }

  async seal(lane: string): Promise<number> {
    const sealed = this.#lane(lane);
    sealed.isSealed = true;
    return sealed.frames.length;
  }

  async read(lane: string, from: number, to: number): Promise<readonly Uint8Array[]> {
    const { frames } = this.#lane(lane);
    if (from < 1 || to > frames.length) throw missing(lane, `frame ${from < 1 ? from : to}`);
    return frames.slice(from - 1, to).map((frame) => frame.slice());
  }

  async blob(lane: string, key: string): Promise<Uint8Array> {
    const bytes = this.#lane(lane).blobs.get(key);
    if (bytes === undefined) throw missing(lane, `blob ${key}`);
    return bytes.slice();
  }

  async remove(lane: string): Promise<void> {
    this.#lanes.delete(lane);
  }

  async close(): Promise<void> {}

  #lane(name: string): MemoryLane {
    const lane = this.#lanes.get(name);
    if (lane === undefined) throw new TickhouseError('STORE_FAILED', `there is no lane ${name}`);
    return lane;
  }
}

class MemoryLane implements Lane {
  readonly name: string;
  readonly frames: Uint8Array[] = [];
  readonly blobs = new Map<string, Uint8Array>();
  bytes = 0;
  at: number = Date.now();
  isSealed = false;
  #isAppending = false;

  constructor(name: string) {
    this.name = name;
  }

  async append(frame: Uint8Array, blobs: readonly Blob[]): Promise<number> {
    if (this.#isAppending) throw new Error(`${this.name}: an append is under way`);
    this.#isAppending = true;
    try {
      const copy = frame.slice();
      const copies = blobs.map(({ key, bytes }) => ({ key, bytes: bytes.slice() }));
      // As with a store that takes its time, whatever else waits has its turn.
      await new Promise(setImmediate);
      return this.#keep(copy, copies);
    } finally {
      this.#isAppending = false;
    }
  }

  #keep(frame: Uint8Array, blobs: readonly Blob[]): number {
    if (this.isSealed) {
      throw new TickhouseError(
        'LANE_FENCED',
        `lane ${this.name} was sealed: it has been taken over`,
      );
    }
    for (const { key, bytes } of blobs) {
      this.bytes += bytes.length;
      this.blobs.set(key, bytes);
    }
    this.bytes += frame.length;
    this.at = Date.now();
    return this.frames.push(frame);
  }
}

function missing(lane: string, what: string): TickhouseError {
  return new TickhouseError('STORE_DAMAGED', `lane ${lane} has no ${what}`);
}
