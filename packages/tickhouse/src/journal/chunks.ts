// A file of chunks, each with its length and checksum: what was torn at the end is dropped, any other
// damage is an error with its place.
//
//   file  = magic (8 bytes) · version u16 · chunk …
//   chunk = head · checksum of the head u32 · checksum of the payload u32 · payload
//   head  = type u8 · length of the payload u32
//   Numbers are little-endian, checksums CRC-32. The head has one of its own: a wrong length must not
//   look like a chunk that was cut off.

import { crc32 } from 'node:zlib';
import { TickhouseError } from '../errors.ts';

const magic = Buffer.from('TKHREPLY', 'latin1');
const formatVersion = 1;
const fileHeadBytes = magic.length + 2;
const headBytes = 5;
const chunkHeadBytes = headBytes + 8;

export interface Chunk {
  readonly type: number;
  readonly payload: Uint8Array;
  /** Where it begins in the file. */
  readonly offset: number;
}

export function fileHead(): Buffer {
  const head = Buffer.alloc(fileHeadBytes);
  magic.copy(head);
  head.writeUInt16LE(formatVersion, magic.length);
  return head;
}

export function chunkOf(type: number, payload: Uint8Array): Buffer {
  const chunk = Buffer.allocUnsafe(chunkHeadBytes + payload.length);
  chunk.writeUInt8(type, 0);
  chunk.writeUInt32LE(payload.length, 1);
  chunk.writeUInt32LE(crc32(chunk.subarray(0, headBytes)), headBytes);
  chunk.writeUInt32LE(crc32(payload), headBytes + 4);
  chunk.set(payload, chunkHeadBytes);
  return chunk;
}

/**
 * The chunks of a file, and how many bytes at its end belong to one that was not written whole.
 * @throws REPLAY_FORMAT where it is no such file or of a newer version, REPLAY_DAMAGED
 */
export function readChunks(bytes: Uint8Array): { chunks: Chunk[]; tornBytes: number } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < fileHeadBytes || !file.subarray(0, magic.length).equals(magic)) {
    throw new TickhouseError('REPLAY_FORMAT', 'this is no replay file of tickhouse');
  }
  const version = file.readUInt16LE(magic.length);
  if (version !== formatVersion) {
    throw new TickhouseError(
      'REPLAY_FORMAT',
      `the replay file has format ${version}; this tickhouse reads ${formatVersion}: use the version that wrote it`,
    );
  }
  const chunks: Chunk[] = [];
  let offset = fileHeadBytes;
  while (offset + chunkHeadBytes <= file.length) {
    const head = file.subarray(offset, offset + headBytes);
    if (file.readUInt32LE(offset + headBytes) !== crc32(head)) throw damagedAt(offset);
    const type = head.readUInt8(0);
    const end = offset + chunkHeadBytes + head.readUInt32LE(1);
    if (end > file.length) break;
    const payload = file.subarray(offset + chunkHeadBytes, end);
    if (file.readUInt32LE(offset + headBytes + 4) !== crc32(payload)) throw damagedAt(offset);
    chunks.push({ type, payload, offset });
    offset = end;
  }
  return { chunks, tornBytes: file.length - offset };
}

export function damagedAt(offset: number, cause?: unknown): TickhouseError {
  return new TickhouseError(
    'REPLAY_DAMAGED',
    `the replay file is damaged at byte ${offset}`,
    cause === undefined ? undefined : { cause },
  );
}
