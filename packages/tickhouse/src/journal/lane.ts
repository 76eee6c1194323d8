// The contract of a lane: the append-only log of one process's life, in which the journals of all its
// rooms lie interleaved. Nothing that a tick says leaves the process before its append has resolved.

import type { Command } from '../game/index.ts';

/** What one room did in one tick: with the state before it, enough to make the tick again. */
export interface TickRecord {
  readonly game: string;
  /** The room's id, and which of the rooms that ever had it: ids of named rooms come again. */
  readonly room: string;
  readonly run: string;
  readonly tick: number;
  readonly commands: readonly Command[];
}

export interface Lane {
  /**
   * Appends the ticks of all rooms that ran together. Returns undefined when they are durable at
   * once, else a promise that resolves when they are; the caller has at most one under way.
   */
  append(records: readonly TickRecord[]): Promise<void> | undefined;
}

/** Survives nothing and costs nothing: every append is durable at once. */
export function memoryLane(): Lane {
  return { append: () => undefined };
}
