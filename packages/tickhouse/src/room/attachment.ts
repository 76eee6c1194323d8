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
  /** The tick with which it became live: what was said of earlier ones is not for it. */
  from = 0;
  /** While it is behind: the last tick that is for it, and the one since which it is behind. */
  sent = 0;
  since = 0;
  /** Inputs to refuse in the slot of its next tick, by their numbers. */
  refusals: readonly Refusal[] = none;
  /** The last tick that it got by itself, not with everybody. */
  apart = -1;

  constructor(receiver: Receiver, seat: Seat | undefined) {
    this.receiver = receiver;
    this.seat = seat;
  }

  /** What is said of this tick is for it. */
  hears(tick: number): boolean {
    if (tick < this.from) return false;
    return this.phase === 'live' || (this.phase === 'behind' && tick <= this.sent);
  }

  /** To be told, perhaps again: a message with later ones may have been kept back before. */
  refuse(refusals: readonly Refusal[]): void {
    const all = [...this.refusals, ...refusals];
    this.refusals = all.sort((a, b) => a.number - b.number);
  }

  takeRefusals(): readonly Refusal[] {
    const { refusals } = this;
    this.refusals = none;
    return refusals;
  }
}
