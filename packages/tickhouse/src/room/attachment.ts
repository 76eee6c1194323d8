// A connection's life in a room: it waits for its first snapshot, then gets every tick, and while it
// is too far behind it gets nothing until one delta can bring it up to date.

import type { Refusal } from '../wire/index.ts';
import type { Receiver } from './receiver.ts';
import type { Seat } from './seats.ts';

export type Phase =
  /** Gets a welcome and a snapshot with the next tick. */
  | { readonly name: 'waiting' }
  /** Gets every tick's payload, the same as everybody. */
  | { readonly name: 'live' }
  /** Gets nothing: the last tick sent to it, and the tick since which it is behind. */
  | { readonly name: 'behind'; readonly sent: number; readonly since: number }
  | { readonly name: 'gone' };

const waiting: Phase = { name: 'waiting' };
export const live: Phase = { name: 'live' };
const gone: Phase = { name: 'gone' };

export class Attachment {
  readonly receiver: Receiver;
  /** Undefined for a spectator. */
  readonly seat: Seat | undefined;
  phase: Phase = waiting;
  /** The last tick that the receiver has said it applied. */
  acknowledged = 0;
  /** Inputs to refuse in the slot of its next tick. */
  refusals: Refusal[] = [];
  /** The tick that it gets by itself, not with everybody. */
  apart = -1;

  constructor(receiver: Receiver, seat: Seat | undefined) {
    this.receiver = receiver;
    this.seat = seat;
  }

  end(): void {
    this.phase = gone;
  }
}
