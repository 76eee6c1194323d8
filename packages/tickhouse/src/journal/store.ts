// The contract that every store fulfils: lanes that can be fenced, the blobs that their frames name, and
// a directory. One suite of tests holds all stores to it.

/** What a frame names and is too large for it: a room's whole state, as a rule. */
export interface Blob {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** The append-only log of one process's life, as its owner has it. */
export interface Lane {
  readonly name: string;
  /**
   * Appends a frame, with the blobs that it names. Resolves with its sequence number, which counts from
   * 1, when both are as durable as the store says; all or nothing is there. One at a time. A blob takes
   * the place of an earlier one with its key.
   * @throws LANE_FENCED after a seal; LANE_AMBIGUOUS when nobody knows whether it was appended;
   * STORE_FULL, STORE_FAILED when it was not
   */
  append(frame: Uint8Array, blobs: readonly Blob[]): Promise<number>;
}

/** A lane, as anybody sees it. */
export interface LaneFacts {
  readonly name: string;
  /** What it takes of the store. */
  readonly bytes: number;
  /** When it was last appended to, or sealed, in ms since 1970. */
  readonly at: number;
}

export interface Entry {
  readonly key: string;
  /** Undefined where it was removed. */
  readonly value: string | undefined;
  /** Counts the changes of the whole directory, from 1. */
  readonly revision: number;
}

export interface Directory {
  /** Undefined where there is none. */
  get(key: string): Promise<Entry | undefined>;
  /** What begins with `prefix`, in the order of keys. */
  list(prefix: string): Promise<readonly Entry[]>;
  /**
   * Sets an entry whose revision still is `revision`, or that is not there where that is 0; undefined
   * removes it. Resolves with the new revision; undefined when another was quicker.
   */
  cas(key: string, value: string | undefined, revision: number): Promise<number | undefined>;
  /** Calls back for each change from now on, in order, of keys that begin with `prefix`. Returns what ends it. */
  watch(prefix: string, listener: (entry: Entry) => void): () => void;
}

/** Lanes of all processes: what each process has of a store, the directory's owner too. */
export interface Lanes {
  /** Begins a lane; its name comes after those of earlier lanes. @throws STORE_FULL, STORE_FAILED */
  openLane(): Promise<Lane>;
  /** All lanes, the oldest first. */
  lanes(): Promise<readonly LaneFacts[]>;
  /**
   * Fences a lane for good and resolves with its last sequence number, 0 where it has none: the same
   * number however often it is asked, and no append succeeds afterwards.
   * @throws STORE_DAMAGED, STORE_VERSION, STORE_FULL, STORE_FAILED, also where there is none
   */
  seal(lane: string): Promise<number>;
  /**
   * The frames `from` to `to`, both included; all of them, or it fails.
   * @throws STORE_DAMAGED naming lane and frame, also where it is beyond the last
   */
  read(lane: string, from: number, to: number): Promise<readonly Uint8Array[]>;
  /** @throws STORE_DAMAGED naming lane and blob, also where there is none */
  blob(lane: string, key: string): Promise<Uint8Array>;
  /** Forgets a sealed lane and its blobs; a damaged one too. Nothing where there is none. */
  remove(lane: string): Promise<void>;
  close(): Promise<void>;
}

export interface Store extends Lanes {
  readonly directory: Directory;
}
