// What the Colyseus contenders share: their schema's encoder, driven as Colyseus' own room drives it.

import { readFileSync } from 'node:fs';
import { Encoder } from '@colyseus/schema';

export const version = JSON.parse(
  readFileSync(new URL('../node_modules/@colyseus/schema/package.json', import.meta.url), 'utf8'),
).version;

// Large enough that no contender's bytes make it grow.
Encoder.BUFFER_SIZE = 64 * 1024;

/** The bytes of a state: what changed, or all of it. There is no plain copy of a tracked state. */
export function bytesOf(state) {
  const encoder = new Encoder(state);
  encoder.encodeAll();
  encoder.discardChanges();
  const at = { offset: 0 };
  return {
    delta() {
      at.offset = 0;
      const bytes = encoder.encode(at);
      encoder.discardChanges();
      return bytes;
    },
    forget: () => encoder.discardChanges(),
    snapshot() {
      at.offset = 0;
      return encoder.encodeAll(at);
    },
    copy: undefined,
  };
}
