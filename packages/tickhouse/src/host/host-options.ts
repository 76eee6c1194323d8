// What a host is made of, and what it is asked for.

import type { Journal, Released } from '../journal/index.ts';
import type { Catalogue, RoomLimits } from '../room/index.ts';
import type { Clock } from '../time/index.ts';
import type { EffectHandlers } from './effects.ts';
import type { WorkHandlers } from './work.ts';

export interface HostOptions {
  readonly catalogue: Catalogue;
  readonly effects: EffectHandlers;
  /** Default: none. */
  readonly work?: WorkHandlers;
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly journal: Journal;
  /** `count` bytes that nobody can guess: tokens, room ids, seeds. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** 16 bytes from which nobody finds the token that they stand for. */
  readonly hashToken: (token: Uint8Array) => Uint8Array;
  /** Keeps the replay file of a room that failed; returns where. Default: none is kept. */
  readonly keepReplay?: ((name: string, bytes: Uint8Array) => string) | undefined;
  /** Keeps what spectators are sent. Default: nothing is kept. */
  readonly recordings?: RecordingsPort | undefined;
  /** Makes every tick twice and compares. */
  readonly twice: boolean;
  readonly limits: RoomLimits;
  /** The most rooms at once. */
  readonly roomsMax: number;
  /** Hears of every failure; nothing is silent. */
  readonly onError: (error: unknown) => void;
}

/** Who keeps what has gone out. */
export interface RecordingsPort {
  add(released: Released): void;
  /** The room of this run is over, and all that it said has gone out. */
  end(run: string): void;
}

/** Which room a newcomer wants, as its address says (see wire's address.ts). */
export interface Wish {
  readonly game: string;
  readonly room: string;
  readonly watch: boolean;
  readonly options: Iterable<readonly [string, string]>;
  /** The newcomer was there before. */
  readonly returns?: boolean;
}

/** Why there is no room for a wish: names of close reasons. */
export type Refusal =
  | 'unknownGame'
  | 'roomNotFound'
  | 'badOptions'
  | 'serverFull'
  | 'roomFailed'
  | 'roomRulesChanged'
  | 'serverClosing';
