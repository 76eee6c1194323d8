// The seat that this tab's player has, kept over a reload of the page. It is written when the page goes,
// and not before: a tab that is copied while one plays copies no seat, so no two tabs fight for one.

import type { SnakeRoom } from './entry.ts';
import { type Seen, seenIn } from './game/absence.ts';

const key = 'snake.seat';
/** As long as a client tries a lost connection again: a reload is one. */
const keptMs = 60_000;

export interface KeptSeat {
  readonly room: string;
  readonly token: Uint8Array;
  /** The living snake that was left. */
  readonly seen: Seen | undefined;
}

/** @param nowMs by the system's clock, which goes on while no page is there */
export function keepSeat(room: SnakeRoom, nowMs: number = Date.now()): void {
  if (room.token === undefined || room.status === 'closed') return;
  const kept = { room: room.id, token: [...room.token], seen: seenIn(room), atMs: nowMs };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Without storage the seat is given up after the grace time.
  }
}

/** The seat of this room, once: undefined where none was kept, or too long ago. */
export function takeKeptSeat(room: string, nowMs: number = Date.now()): KeptSeat | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    if (kept.room !== room) return undefined;
    sessionStorage.removeItem(key);
    if (!(nowMs - kept.atMs < keptMs)) return undefined;
    return { room, token: Uint8Array.from(kept.token), seen: kept.seen ?? undefined };
  } catch {
    return undefined;
  }
}
