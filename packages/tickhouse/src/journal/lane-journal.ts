// The journal of a process over a store: frames of what its rooms did, in one lane. A lane begins with
// every room there is, so a new one can begin at any time: at the start, when the old one has grown
// large or old, and when an append failed.

import { TickhouseError } from '../errors.ts';
import { type AnyGame, type Plan, roomShape } from '../game/index.ts';
import { hashText } from '../state/index.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { type Birth, FrameWriter } from './frames.ts';
import type {
  Checkpoint,
  Journal,
  JournalRecord,
  LiveRoom,
  LiveRooms,
  TickRecord,
} from './journal.ts';
import type { Blob, Lane, Store } from './store.ts';

export interface JournalLimits {
  /** How long what rooms did is kept, in ms; what brings them back always is. Default: 3,600,000. */
  readonly journalAgeMaxMs: number;
  /** Bytes of it, all lanes together. Default: 256 MiB. */
  readonly journalBytesMax: number;
}

export const defaultJournalLimits: JournalLimits = {
  journalAgeMaxMs: 3_600_000,
  journalBytesMax: 256 * 1024 * 1024,
};

export interface LaneJournalOptions {
  readonly store: Store;
  readonly limits: JournalLimits;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Lanes that make up what is kept: the oldest of them goes as a whole. */
const lanesKept = 4;
/** How long after a failure a new lane is tried, in ms. */
const retryMs = 5_000;
/** The entry of the directory that names the lane from which on rooms are to be brought back. */
const sinceKey = 'journal/since';

/** A frame, and the blobs that it names. */
interface Framed {
  readonly frame: Uint8Array;
  readonly blobs: readonly Blob[];
}

/** A room in the present lane. */
interface Known {
  readonly number: number;
  readonly plan: Plan;
  /** The tick that it was born with here; what was before is in that. */
  readonly tick: number;
}

export class LaneJournal implements Journal {
  readonly paceMs = 10;
  readonly #options: LaneJournalOptions;
  readonly #frame: FrameWriter = new FrameWriter();
  readonly #known: Map<string, Known> = new Map();
  #rooms: LiveRooms | undefined;
  #lane: Lane | undefined;
  #bytes = 0;
  #begunAt = 0;
  #failedAt = 0;
  #isTrying = false;

  constructor(options: LaneJournalOptions) {
    this.#options = options;
  }

  /** What rooms do would not survive this process at the moment. */
  get isFailing(): boolean {
    return this.#lane === undefined;
  }

  async open(rooms: LiveRooms): Promise<void> {
    this.#rooms = rooms;
    await this.#enter(this.#beginning([]));
  }

  append(records: readonly JournalRecord[]): Promise<void> | undefined {
    if (this.#lane === undefined) {
      void this.#tryAgain();
      return undefined;
    }
    return this.#append(this.#lane, records);
  }

  async close(): Promise<void> {
    this.#lane = undefined;
    this.#failedAt = Number.POSITIVE_INFINITY;
    await this.#options.store.close();
  }

  async #append(lane: Lane, records: readonly JournalRecord[]): Promise<void> {
    try {
      const blobs: Blob[] = [];
      this.#frame.begin();
      for (const record of records) {
        if ('ended' in record) this.#end(record);
        else this.#tick(record, blobs);
      }
      const frame = this.#frame.finish();
      // The next lane goes on where this frame ends, whatever rooms do while it is appended.
      const next = this.#isDue() ? this.#beginning([]) : undefined;
      await this.#send(lane, { frame, blobs });
      if (next !== undefined) await this.#enter(next);
    } catch (error) {
      await this.#failed(error, records);
    }
  }

  #isDue(): boolean {
    const { limits, now } = this.#options;
    return (
      this.#bytes > limits.journalBytesMax / lanesKept ||
      now() - this.#begunAt > limits.journalAgeMaxMs / lanesKept
    );
  }

  #tick(record: TickRecord, blobs: Blob[]): void {
    const { run, tick, commands, hash, seated, begins, checkpoint } = record;
    const known = this.#known.get(run) ?? this.#birth(this.#rooms?.find(run), blobs, begins);
    // A room that is gone by now, or one that this frame tells of as it is already.
    if (known === undefined || tick <= known.tick) return;
    this.#frame.tick(known.number, known.plan, { tick, commands, hash }, seated);
    if (checkpoint === undefined) return;
    this.#frame.checkpoint(known.number, tick);
    const effects = this.#rooms?.find(run)?.effects() ?? [];
    blobs.push({
      key: blobKey(known.number, tick),
      bytes: writeCheckpoint({ ...checkpoint, effects }),
    });
  }

  /** @param begins the room as it began; default: as it is */
  #birth(room: LiveRoom | undefined, blobs: Blob[], begins?: Checkpoint): Known | undefined {
    if (room === undefined) return undefined;
    const { run, plan } = room;
    const checkpoint = begins ?? room.checkpoint();
    const { tick } = checkpoint;
    const effects = room.effects();
    const known: Known = { number: this.#known.size + 1, plan, tick };
    this.#known.set(run, known);
    this.#frame.birth(known.number, birthOf(room, tick));
    blobs.push({
      key: blobKey(known.number, tick),
      bytes: writeCheckpoint({ ...checkpoint, effects }),
    });
    return known;
  }

  #end({ game, room, run }: Extract<JournalRecord, { ended: true }>): void {
    this.#frame.end({ game, id: room, run });
  }

  async #send(lane: Lane, { frame, blobs }: Framed): Promise<void> {
    this.#bytes += frame.length;
    for (const { bytes } of blobs) this.#bytes += bytes.length;
    await lane.append(frame, blobs);
  }

  /** The first frame of a lane: every room as it is, which includes what these records say. */
  #beginning(records: readonly JournalRecord[]): Framed {
    const blobs: Blob[] = [];
    this.#known.clear();
    this.#frame.begin();
    for (const room of this.#rooms?.all() ?? []) this.#birth(room, blobs);
    for (const record of records) if ('ended' in record) this.#end(record);
    return { frame: this.#frame.finish(), blobs };
  }

  /** Begins a lane. */
  async #enter(beginning: Framed): Promise<void> {
    const { store, now } = this.#options;
    const before = this.#lane;
    const lane = await store.openLane();
    this.#bytes = 0;
    await this.#send(lane, beginning);
    this.#lane = lane;
    this.#begunAt = now();
    await this.#leave(lane.name, before?.name);
  }

  /** The lanes before this one are history; what is too old or too much of it goes. */
  async #leave(lane: string, before: string | undefined): Promise<void> {
    const { store, limits, now, onError } = this.#options;
    try {
      const since = await store.directory.get(sinceKey);
      await store.directory.cas(sinceKey, lane, since?.revision ?? 0);
      if (before !== undefined) await store.seal(before);
      const lanes = await store.lanes();
      let bytes = 0;
      for (const { name, bytes: size, at } of [...lanes].reverse()) {
        bytes += size;
        if (name >= lane) continue;
        const isOver = bytes > limits.journalBytesMax || now() - at > limits.journalAgeMaxMs;
        if (isOver) await store.remove(name);
      }
    } catch (error) {
      // Rooms go on; what was to go is tried again with the next lane.
      onError(error);
    }
  }

  /** A new lane holds what could not be appended. Where there can be none, rooms go on without. */
  async #failed(error: unknown, records: readonly JournalRecord[]): Promise<void> {
    if (error instanceof TickhouseError && error.code === 'LANE_FENCED') throw error;
    try {
      await this.#enter(this.#beginning(records));
      this.#options.onError(error);
    } catch (again) {
      this.#lane = undefined;
      this.#failedAt = this.#options.now();
      this.#rooms?.forsaken();
      this.#options.onError(unkept(again));
    }
  }

  async #tryAgain(): Promise<void> {
    if (this.#isTrying || this.#options.now() - this.#failedAt < retryMs) return;
    this.#isTrying = true;
    try {
      await this.#enter(this.#beginning([]));
    } catch {
      // It has been told that nothing is kept.
      this.#failedAt = this.#options.now();
    }
    this.#isTrying = false;
  }
}

/** The lane from which on rooms are to be brought back; undefined where there never was one. */
export async function laneSince({ directory }: Store): Promise<string | undefined> {
  return (await directory.get(sinceKey))?.value;
}

/** What the commands of a game's ticks are made of. */
export function commandsHash({ definition, hash }: AnyGame): string {
  return hashText(JSON.stringify([hash, definition.work]));
}

export function blobKey(room: number, tick: number): string {
  return `${room}/${tick}`;
}

function birthOf({ id, run, isPrivate, plan }: LiveRoom, tick: number): Birth {
  const { game, options, layout } = plan;
  return {
    game: game.name,
    id,
    run,
    isPrivate,
    options,
    rulesVersion: game.rulesVersion,
    gameHash: game.hash,
    commandsHash: commandsHash(game),
    layoutHash: layout.hash,
    shape: roomShape(game, options),
    tick,
  };
}

function unkept(cause: unknown): TickhouseError {
  const code = cause instanceof TickhouseError ? cause.code : 'STORE_FAILED';
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TickhouseError(
    code,
    `${why}; the rooms go on, but would not survive this process until it can be written again`,
    { cause },
  );
}
