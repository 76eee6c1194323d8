// A checkpoint as bytes: what a frame names and a store keeps as a blob.
//
//   length of the facts u32 · facts (JSON) · state

import type { AskOfTick, Checkpoint, EffectOfTick } from './journal.ts';

interface Facts {
  readonly tick: number;
  /** Seat and hexadecimal token hash. */
  readonly holders: readonly (readonly [number, string])[];
  readonly asks: readonly AskOfTick[];
  readonly effects: readonly EffectOfTick[];
}

/** A checkpoint, and the effects that were not yet carried out when it was kept. */
export interface KeptCheckpoint extends Checkpoint {
  readonly effects: readonly EffectOfTick[];
}

export function writeCheckpoint(kept: KeptCheckpoint): Uint8Array {
  const { tick, state, holders, asks, effects } = kept;
  const facts: Facts = {
    tick,
    holders: holders.map(({ seat, tokenHash }) => [seat, Buffer.from(tokenHash).toString('hex')]),
    asks,
    effects,
  };
  const text = Buffer.from(JSON.stringify(facts));
  const bytes = Buffer.allocUnsafe(4 + text.length + state.length);
  bytes.writeUInt32LE(text.length, 0);
  bytes.set(text, 4);
  bytes.set(state, 4 + text.length);
  return bytes;
}

export function readCheckpoint(bytes: Uint8Array): KeptCheckpoint {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 4 + all.readUInt32LE(0);
  const { tick, holders, asks, effects } = JSON.parse(all.subarray(4, end).toString()) as Facts;
  return {
    tick,
    state: all.subarray(end),
    holders: holders.map(([seat, hex]) => ({ seat, tokenHash: Buffer.from(hex, 'hex') })),
    asks,
    effects,
  };
}
