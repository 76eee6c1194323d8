// The port of a house to its journal: what rooms did, and the order to keep it. Nothing that a tick
// says leaves the process before the append of its record has resolved.

import type { Ask, Command, Effect, Plan } from '../game/index.ts';

/** Who holds a seat: the hash of a session token stands for the token. */
export interface SeatHolder {
  readonly seat: number;
  readonly tokenHash: Uint8Array;
}

/** A side effect of a tick, by its place among the tick's. */
export interface EffectOfTick extends Effect {
  readonly tick: number;
  readonly index: number;
}

/** Work that a tick asked for. */
export interface AskOfTick extends Ask {
  readonly tick: number;
}

/** A room at a tick: its whole state, and what is true of it beside its state. */
export interface Checkpoint {
  readonly tick: number;
  /** Of a room that is live, a copy is made each time that it is asked for. */
  readonly state: Uint8Array;
  /** The seats that are taken. */
  readonly holders: readonly SeatHolder[];
  /** Work that was asked for and has not come back. */
  readonly asks: readonly AskOfTick[];
}

/** What one room did in one tick: with the state before it, enough to make the tick again. */
export interface TickRecord {
  readonly game: string;
  /** The room's id, and which of the rooms that ever had it: ids of named rooms come again. */
  readonly room: string;
  readonly run: string;
  readonly tick: number;
  readonly commands: readonly Command[];
  /** Of the state after the tick, where it was taken: 16 hexadecimal digits. */
  readonly hash: string | undefined;
  /** Those who took a seat with this tick. */
  readonly seated: readonly SeatHolder[];
  /** The room as it began, with its first tick. */
  readonly begins: Checkpoint | undefined;
  /** The room after this tick, now and then. */
  readonly checkpoint: Checkpoint | undefined;
}

/** The room is over, and must not be brought back. */
export interface EndRecord {
  readonly game: string;
  readonly room: string;
  readonly run: string;
  readonly ended: true;
}

export type JournalRecord = TickRecord | EndRecord;

/** A live room as it stands: enough to bring it back. */
export interface LiveRoom {
  readonly id: string;
  readonly run: string;
  readonly isPrivate: boolean;
  readonly plan: Plan;
  checkpoint(): Checkpoint;
  /** Effects that were asked for, and whose handlers have not ended. */
  effects(): readonly EffectOfTick[];
}

/** What a journal may ask of the house that it is kept for. */
export interface LiveRooms {
  all(): Iterable<LiveRoom>;
  find(run: string): LiveRoom | undefined;
  /** From now on rooms go on without a journal: a later return may not find what they did meanwhile. */
  forsaken(): void;
}

export interface Journal {
  /** Appends begin so far apart at the least, in ms; 0 where they cost nothing. */
  readonly paceMs: number;
  /** Begins, with the rooms that there are: they are durable when it resolves. Called once, first. */
  open(rooms: LiveRooms): Promise<void>;
  /**
   * Appends what rooms did, all that ran together. Returns undefined when it is durable at once, else a
   * promise that resolves when it is; the caller has at most one under way.
   * @throws LANE_FENCED when another process has the rooms: nothing may be said any more
   */
  append(records: readonly JournalRecord[]): Promise<void> | undefined;
  /** Nothing is appended any more. */
  close(): Promise<void>;
}

/** Keeps nothing and costs nothing: every append is durable at once. */
export function noJournal(): Journal {
  return {
    paceMs: 0,
    open: () => Promise.resolve(),
    append: () => undefined,
    close: () => Promise.resolve(),
  };
}
