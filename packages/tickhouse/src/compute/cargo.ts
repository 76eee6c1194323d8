// How values cross to a worker and back. They are packed before they are sent: what cannot cross is told
// to whoever gave it, where a worker's channel would fail beside every call.

import { deserialize, serialize } from 'node:v8';

export type WorkerKind = 'thread' | 'process';

/** What is sent, and the buffers that go with it without a copy. */
export interface Cargo {
  readonly payload: unknown;
  readonly transfer: ArrayBuffer[];
}

/**
 * Values cross as structured clones.
 * @param transfer buffers that move out of `value` to a thread, and are gone here
 * @throws Error of the platform, when a part cannot be cloned
 */
export function pack(
  kind: WorkerKind,
  value: unknown,
  transfer: readonly ArrayBuffer[] = [],
): Cargo {
  if (kind === 'process') return { payload: serialize(value), transfer: [] };
  const payload = structuredClone(value, { transfer: [...transfer] });
  return { payload, transfer: buffersOf(payload) };
}

export function unpack(kind: WorkerKind, payload: unknown): unknown {
  return kind === 'process' ? deserialize(payload as Uint8Array) : payload;
}

/** Those of a value, or of a list's members, that are a buffer or a view of one. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  for (const one of Array.isArray(value) ? value : [value]) {
    const buffer: unknown = ArrayBuffer.isView(one) ? one.buffer : one;
    if (buffer instanceof ArrayBuffer) found.add(buffer);
  }
  return [...found];
}
