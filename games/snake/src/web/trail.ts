// The page's place in the browser's history: a room stands upon the lobby that led to it, so that the way
// back leads out of the game, not out of the page.

import { addressOf } from './address.ts';
import type { SnakeRoom } from './entry.ts';

/** An entry of the history that is a room. */
export interface Place {
  readonly room: string;
  readonly isWatched: boolean;
}

/** Where the page is; undefined: in the lobby. */
export function placeNow(): Place | undefined {
  const { place } = (history.state ?? {}) as { readonly place?: Place };
  return place;
}

/** The page is in this room; another room takes the place of the one before. */
export function standIn(room: SnakeRoom): void {
  const place: Place = { room: room.id, isWatched: room.seat === undefined };
  const method = placeNow() === undefined ? 'pushState' : 'replaceState';
  history[method]({ place }, '', addressOf(room));
}

/** The room of this entry cannot be entered: it is of the lobby from now on. */
export function standInLobby(address: string = location.href): void {
  history.replaceState(null, '', address);
}

/** Out of the room, by the same way as the browser's own: `popstate` follows. */
export function stepBack(): void {
  history.back();
}
