// What a player's or spectator's code holds: the room's state, kept up to date in place, and the ways
// to speak and listen.

import type { DataOf, Options } from '../game/index.ts';
import type { ReadView, Values } from '../state/index.ts';
import type { Refusal } from '../wire/index.ts';

/** `live`: ticks arrive · `reconnecting`: the connection was lost and is tried again · `closed`: over. */
export type Status = 'live' | 'reconnecting' | 'closed';

/** Why a room is not live; codes as in docs/errors.md. */
export interface StatusReason {
  readonly code: string;
  readonly message: string;
}

/** Ends a subscription. */
export type Unsubscribe = () => void;

export interface ClientRoom<S, I, O, E> {
  /** The visible state of tick `tick`. Rows and lists are read in place: copy what you keep. */
  readonly state: ReadView<S>;
  readonly tick: number;
  /** Ticks a second. */
  readonly tickRate: number;
  /** The room's id: whoever knows it can join or watch. */
  readonly id: string;
  /** Your seat; undefined when watching. */
  readonly seat: number | undefined;
  /**
   * What takes your seat back, 16 bytes: keep it over a reload of the page, and give it to `join`. It is as
   * secret as a password. Undefined when watching.
   */
  readonly token: Uint8Array | undefined;
  readonly options: Values<O>;
  readonly status: Status;
  /** The time from here to the server and back, in ms, smoothed; undefined before the first answer. */
  readonly roundTripMs: number | undefined;
  /** Bytes of messages that arrive, as a mean over some seconds. */
  readonly bytesPerSecond: number;
  /** Called after every message that brought the state on. */
  onTick(
    listener: (room: { readonly state: ReadView<S>; readonly tick: number }) => void,
  ): Unsubscribe;
  /** Called for each event of the kind, when the state already is that of its tick. */
  on<K extends keyof E & string>(kind: K, listener: (data: Values<E[K]>) => void): Unsubscribe;
  onStatus(listener: (status: Status, reason: StatusReason | undefined) => void): Unsubscribe;
  /** Called when the room did not take an input, because too many waited for the same tick. */
  onRefused(listener: (refusal: Refusal) => void): Unsubscribe;
  /**
   * Asks for an input of yours. False, and nothing sent, while the connection is lost or when watching.
   * @throws GAME_KIND, STATE_VALUE when it does not fit its schema
   */
  send<K extends keyof I & string>(kind: K, ...data: DataOf<I[K]>): boolean;
  /** Gives the seat up and resolves when the connection is closed. */
  leave(): Promise<void>;
  /**
   * The moment to draw now, in ticks: from `tick − 2` to `tick`. It runs evenly while messages come a
   * little early or late. `tick − moment()` says how far back to show what you keep of earlier ticks.
   * @param nowMs as of `performance.now()` and a frame's time, the default
   */
  moment(nowMs?: number): number;
}

/** `ClientRoom` as the connection builds it. */
export type AnyRoom = ClientRoom<never, never, never, never> & { readonly options: Options };
