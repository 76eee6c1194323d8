// What one tick of one room gives to the world. It is held back until the tick is durable, then
// released; it refers to nothing that later ticks change.

import type { AskOfTick, EffectOfTick, Keyframe, TickRecord } from '../journal/index.ts';
import type { CloseName, Refusal } from '../wire/index.ts';
import type { Attachment } from './attachment.ts';
import type { Payload } from './receiver.ts';

/** What goes to one receiver alone, in this order. */
export interface Apart {
  readonly to: Attachment;
  readonly payloads: readonly Payload[];
  /** What they say of its inputs, to be told again where they are kept back. */
  readonly refusals: readonly Refusal[];
}

export interface Closing {
  readonly to: Attachment;
  readonly why: CloseName;
}

/** What connections hear of a tick. */
export interface Said {
  /** The tick that it leads to, and the one that it goes on from. */
  readonly tick: number;
  readonly after: number;
  /** The same bytes for every live receiver; undefined where there is none. */
  readonly shared: Payload | undefined;
  readonly live: readonly Attachment[];
  readonly apart: readonly Apart[];
  readonly closing: readonly Closing[];
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
