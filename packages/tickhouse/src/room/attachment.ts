// A connection's life in a room: it waits for its first snapshot, then gets every message, and while it
// is too far behind it gets nothing until one delta can bring it up to date.

import type { Refusal } from '../wire/index.ts';
import type { Receiver } from './receiver.ts';
import type { Seat } from './seats.ts';

type Phase =
  /** Gets a welcome and a snapshot with the next message. */
  | { readonly name: 'waiting' }
  /** Gets every message, the same as everybody. */
  | { readonly name: 'live' }
  /** Gets nothing that is said after the tick `sent`; it is so since the tick `since`. */
  | { readonly name: 'behind'; readonly sent: number; readonly since: number }
  | { readonly name: 'gone' };

const waiting: Phase = Object.freeze({ name: 'waiting' });
const live: Phase = Object.freeze({ name: 'live' });
const gone: Phase = Object.freeze({ name: 'gone' });
const none: readonly Refusal[] = Object.freeze([]);

export class Attachment {
  readonly receiver: Receiver;
  /** Undefined for a spectator. */
  readonly seat: Seat | undefined;
  #phase: Phase = waiting;
  /** The last tick that the receiver has said it applied. */
  acknowledged = 0;
  /** The tick with which it became live: what was said of earlier ones is not for it. */
  from = 0;
  /** Inputs to refuse in the slot of its next tick, by their numbers. */
  refusals: readonly Refusal[] = none;
  /** The last tick that it got by itself, not with everybody. */
  apart = -1;

  constructor(receiver: Receiver, seat: Seat | undefined) {
    this.receiver = receiver;
    this.seat = seat;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Begins with this tick, or goes on with it. */
  goLive(tick: number): void {
    this.#phase = live;
    this.from = tick;
    this.apart = tick;
  }

  /** Gets nothing from now on, at this tick, of what is said after the tick `sent`. */
  fallBehind(sent: number, tick: number): void {
    const since = this.#phase.name === 'behind' ? this.#phase.since : tick;
    this.#phase = { name: 'behind', sent, since };
  }

  end(): void {
    this.#phase = gone;
  }

  /** What is said of this tick is for it. */
  hears(tick: number): boolean {
    if (tick < this.from) return false;
    const phase = this.#phase;
    return phase.name === 'live' || (phase.name === 'behind' && tick <= phase.sent);
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
