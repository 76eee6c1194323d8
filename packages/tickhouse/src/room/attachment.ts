// A connection's life in a room: it waits for its first snapshot, then gets every message, and while it
// is too far behind it gets nothing until one delta can bring it up to date.

import type { Refusal } from '../wire/index.ts';
import type { Receiver } from './receiver.ts';
import type { Seat } from './seats.ts';

export type Phase =
  /** Gets a welcome and a snapshot with the next message. */
  | 'waiting'
  /** Gets every message, the same as everybody. */
  | 'live'
  /** Gets nothing. */
  | 'behind'
  | 'gone';

const none: readonly Refusal[] = Object.freeze([]);

export class Attachment {
  readonly receiver: Receiver;
  /** Undefined for a spectator. */
  readonly seat: Seat | undefined;
  phase: Phase = 'waiting';
  /** The last tick that the receiver has said it applied. */
  acknowledged = 0;
  /** While it is behind: the last tick that was sent to it, and the tick since which it is. */
  sent = 0;
  since = 0;
  /** Inputs to refuse in the slot of its next tick. */
  refusals: readonly Refusal[] = none;
  /** The tick that it gets by itself, not with everybody. */
  apart = -1;
  /** What was said of earlier ticks is not for it: one that it should have had was kept back. */
  from = 0;

  constructor(receiver: Receiver, seat: Seat | undefined) {
    this.receiver = receiver;
    this.seat = seat;
  }

  takeRefusals(): readonly Refusal[] {
    const { refusals } = this;
    this.refusals = none;
    return refusals;
  }
}
