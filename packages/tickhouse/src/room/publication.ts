// What one tick of one room gives to the world. It is held back until the tick is durable, then
// released; it refers to nothing that later ticks change.

import type { AskOfTick, EffectOfTick, Keyframe, TickRecord } from '../journal/index.ts';
import type { Refusal } from '../wire/index.ts';
import type { Attachment } from './attachment.ts';
import type { Payload } from './receiver.ts';

/** What a receiver begins with, or goes on with after it was behind: it needs no message before it. */
export interface Start {
  readonly to: Attachment;
  /** In this order. */
  readonly payloads: readonly Payload[];
}

/** The message of all, and with it what was refused of this receiver's inputs. */
export interface Refused {
  readonly to: Attachment;
  readonly payload: Payload;
  /** To be told again where the message is kept back. */
  readonly refusals: readonly Refusal[];
}

/** What connections hear of a tick. */
export interface Said {
  /** The tick that it leads to, and the one that it goes on from. */
  readonly tick: number;
  readonly after: number;
  /** The same bytes for every live receiver; undefined where there is none. */
  readonly shared: Payload | undefined;
  readonly live: readonly Attachment[];
  readonly starts: readonly Start[];
  readonly refused: readonly Refused[];
}

export interface Publication {
  readonly record: TickRecord;
  /** Undefined for a tick after which nothing is sent. */
  readonly said: Said | undefined;
  /** The tick's message for the recording; undefined where there is none. */
  readonly recorded: Payload | undefined;
  /** Now and then where the room is recorded, with its first tick too. */
  readonly keyframe: Keyframe | undefined;
  readonly effects: readonly EffectOfTick[];
  readonly asks: readonly AskOfTick[];
  /** A copy of the whole state, for work that the tick asked for; undefined where it asked for none. */
  readonly state: Uint8Array | undefined;
  /** Sends what is said to whom it is for. */
  release(): void;
}
