// The store on this machine's disk, as the event loop has it. What blocks is done by a thread that
// whoever composes the server gives.

import { type ErrorCode, TickhouseError } from '../../errors.ts';
import { HeldDirectory } from '../held-directory.ts';
import type { Blob, Directory, Lane, LaneFacts, Lanes, Store } from '../store.ts';
import type { DiskFiles, DiskOptions } from './disk-worker.ts';

/** A thread with the functions of `diskModule`, done in the order of their calls. */
export interface DiskThread {
  run<K extends keyof DiskFiles>(
    name: K,
    args: Arguments<DiskFiles[K]>,
  ): Promise<Awaited<Result<DiskFiles[K]>>>;
  close(): Promise<void>;
}

type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never) => infer R ? R : never;

/** The module that the thread runs. */
export const diskModule: URL = new URL('./disk-worker.js', import.meta.url);

/**
 * Opens the store of a folder, and holds it: one server has it at a time. The thread is the store's
 * and ends with it, also where it cannot be opened.
 * @throws DATA_DIR, DATA_DIR_IN_USE, STORE_DAMAGED, STORE_VERSION, STORE_FULL, STORE_FAILED
 */
export async function openDiskStore(options: DiskOptions, thread: DiskThread): Promise<Store> {
  return opened(options, thread, async (calls) => {
    const { entries, revision } = await calls.run('holdDirectory', []);
    const keep = (entry: Parameters<DiskFiles['keepEntry']>[0]) => calls.run('keepEntry', [entry]);
    return new DiskStore(calls, new HeldDirectory(entries, revision, keep));
  });
}

/**
 * The lanes alone of a folder whose directory another process holds.
 * @throws DATA_DIR, STORE_FULL, STORE_FAILED
 */
export async function openDiskLanes(options: DiskOptions, thread: DiskThread): Promise<Lanes> {
  return opened(options, thread, async (calls) => new DiskLanes(calls));
}

async function opened<T>(
  options: DiskOptions,
  thread: DiskThread,
  open: (calls: Calls) => Promise<T>,
): Promise<T> {
  const calls = new Calls(thread);
  try {
    await calls.run('open', [options]);
    return await open(calls);
  } catch (error) {
    await thread.close();
    throw error;
  }
}

class DiskLanes implements Lanes {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  async openLane(): Promise<Lane> {
    return new DiskLane(await this.#calls.run('openLane', []), this.#calls);
  }

  lanes(): Promise<readonly LaneFacts[]> {
    return this.#calls.run('lanes', []);
  }

  seal(lane: string): Promise<number> {
    return this.#calls.run('seal', [lane]);
  }

  read(lane: string, from: number, to: number): Promise<readonly Uint8Array[]> {
    return this.#calls.run('read', [lane, from, to]);
  }

  blob(lane: string, key: string): Promise<Uint8Array> {
    return this.#calls.run('blob', [lane, key]);
  }

  remove(lane: string): Promise<void> {
    return this.#calls.run('remove', [lane]);
  }

  close(): Promise<void> {
    return this.#calls.close();
  }
}

class DiskStore extends DiskLanes implements Store {
  readonly directory: Directory;

  constructor(calls: Calls, directory: Directory) {
    super(calls);
    this.directory = directory;
  }
}

class DiskLane implements Lane {
  readonly name: string;
  readonly #calls: Calls;
  #isAppending = false;

  constructor(name: string, calls: Calls) {
    this.name = name;
    this.#calls = calls;
  }

  async append(frame: Uint8Array, blobs: readonly Blob[]): Promise<number> {
    if (this.#isAppending) throw new Error(`${this.name}: an append is under way`);
    this.#isAppending = true;
    try {
      const owned = blobs.map(({ key, bytes }) => ({ key, bytes: alone(bytes) }));
      return await this.#calls.run('append', [this.name, alone(frame), owned], 'LANE_AMBIGUOUS');
    } finally {
      this.#isAppending = false;
    }
  }
}

/** Calls of the thread, whose failures have codes of the store. */
class Calls {
  readonly #thread: DiskThread;
  #closing: Promise<void> | undefined;

  constructor(thread: DiskThread) {
    this.#thread = thread;
  }

  /** @param whenLost the code where the thread has ended and nobody knows what it did */
  async run<K extends keyof DiskFiles>(
    name: K,
    args: Arguments<DiskFiles[K]>,
    whenLost: ErrorCode = 'STORE_FAILED',
  ): Promise<Awaited<Result<DiskFiles[K]>>> {
    try {
      return await this.#thread.run(name, args);
    } catch (cause) {
      const { code, message } = cause as { readonly code?: unknown; readonly message: string };
      const isOurs = typeof code === 'string' && /^(?:STORE|LANE|DATA)_/.test(code);
      throw new TickhouseError(isOurs ? (code as ErrorCode) : whenLost, message, { cause });
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.run('close', []);
    } finally {
      await this.#thread.close();
    }
  }
}

/** Its own memory: what crosses to a thread takes along all that its buffer holds. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
