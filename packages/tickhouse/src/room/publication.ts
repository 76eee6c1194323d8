// What one tick of one room gives to the world. It is held back until the tick is durable, then
// released; it refers to nothing that later ticks change.

import type { AskOfTick, EffectOfTick, Keyframe, TickRecord } from '../journal/index.ts';
import type { CloseName } from '../wire/index.ts';
import type { Attachment } from './attachment.ts';
import type { Payload } from './receiver.ts';

export interface Publication {
  readonly record: TickRecord;
  /** The same bytes for every live receiver and the recording; undefined when there is none. */
  readonly shared: Payload | undefined;
  /** Now and then where the room is recorded, with its first tick too. */
  readonly keyframe: Keyframe | undefined;
  readonly live: readonly Attachment[];
  /** What goes to one receiver alone, in this order. */
  readonly apart: readonly { readonly to: Attachment; readonly payload: Payload }[];
  readonly closing: readonly { readonly to: Attachment; readonly why: CloseName }[];
  readonly effects: readonly EffectOfTick[];
  readonly asks: readonly AskOfTick[];
  /** A copy of the whole state, for work that the tick asked for; undefined where it asked for none. */
  readonly state: Uint8Array | undefined;
}

export function release(publication: Publication): void {
  const { shared } = publication;
  if (shared !== undefined) {
    for (const { phase, receiver } of publication.live) {
      if (phase.name !== 'gone') receiver.send(shared);
    }
  }
  for (const { to, payload } of publication.apart) {
    if (to.phase.name !== 'gone') to.receiver.send(payload);
  }
  for (const { to, why } of publication.closing) to.receiver.close(why);
}
