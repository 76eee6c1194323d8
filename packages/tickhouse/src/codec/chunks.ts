// A file of chunks, each with its length and checksum: what was torn at the end can be told from any
// other damage, which is an error with its place. Pure, as browsers read such files too.
//
//   file  = magic (8 bytes) · version u16 · chunk …
//   chunk = head · checksum of the head u32 · checksum of the payload u32 · payload
//   head  = type u8 · length of the payload u32
//   Numbers are little-endian, checksums CRC-32. The head has one of its own: a wrong length must not
//   look like a chunk that was cut off.

import { type ErrorCode, TickhouseError } from '../errors.ts';
import { crc32 } from './crc32.ts';

const magicBytes = 8;
const fileHeadBytes = magicBytes + 2;
const headBytes = 5;
const chunkHeadBytes = headBytes + 8;

/** A kind of file, and how its failures are told. */
export interface FileKind {
  /** Eight characters of ASCII. */
  readonly magic: string;
  readonly version: number;
  /** `replay file` */
  readonly name: string;
  /** It is no such file, or of another version. */
  readonly format: ErrorCode;
  readonly damaged: ErrorCode;
}

export interface Chunk {
  readonly type: number;
  readonly payload: Uint8Array;
  /** Where it begins in the file. */
  readonly offset: number;
}

export interface Chunks {
  readonly chunks: readonly Chunk[];
  /** Bytes of the file up to the end of the last whole chunk. */
  readonly wholeBytes: number;
  /** Bytes at the end that belong to a chunk that was not written whole. */
  readonly tornBytes: number;
}

export function fileHead({ magic, version }: FileKind): Uint8Array {
  const head = new Uint8Array(fileHeadBytes);
  for (let i = 0; i < magicBytes; i++) head[i] = magic.charCodeAt(i);
  viewOf(head).setUint16(magicBytes, version, true);
  return head;
}

export function chunkOf(type: number, payload: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(chunkHeadBytes + payload.length);
  const view = viewOf(chunk);
  view.setUint8(0, type);
  view.setUint32(1, payload.length, true);
  view.setUint32(headBytes, crc32(chunk.subarray(0, headBytes)), true);
  view.setUint32(headBytes + 4, crc32(payload), true);
  chunk.set(payload, chunkHeadBytes);
  return chunk;
}

/**
 * The chunks of a file.
 * @param damage what a damaged chunk is: an error, or the end of what is whole
 * @throws the kind's `format` where it is no such file or of another version, its `damaged`
 */
export function readChunks(
  kind: FileKind,
  bytes: Uint8Array,
  damage: 'error' | 'end' = 'error',
): Chunks {
  const view = viewOf(bytes);
  checkFileHead(kind, bytes, view);
  const chunks: Chunk[] = [];
  let offset = fileHeadBytes;
  while (offset + chunkHeadBytes <= bytes.length) {
    const head = bytes.subarray(offset, offset + headBytes);
    const isHeadWhole = view.getUint32(offset + headBytes, true) === crc32(head);
    const end = offset + chunkHeadBytes + view.getUint32(offset + 1, true);
    if (isHeadWhole && end > bytes.length) break;
    const payload = bytes.subarray(offset + chunkHeadBytes, end);
    if (!isHeadWhole || view.getUint32(offset + headBytes + 4, true) !== crc32(payload)) {
      if (damage === 'end') break;
      throw damagedAt(kind, offset);
    }
    chunks.push({ type: view.getUint8(offset), payload, offset });
    offset = end;
  }
  return { chunks, wholeBytes: offset, tornBytes: bytes.length - offset };
}

export function damagedAt(kind: FileKind, offset: number, cause?: unknown): TickhouseError {
  return new TickhouseError(
    kind.damaged,
    `the ${kind.name} is damaged at byte ${offset}`,
    cause === undefined ? undefined : { cause },
  );
}

function checkFileHead(kind: FileKind, bytes: Uint8Array, view: DataView): void {
  const isOne =
    bytes.length >= fileHeadBytes &&
    fileHead(kind).every((byte, i) => i >= magicBytes || byte === bytes[i]);
  if (!isOne) {
    throw new TickhouseError(kind.format, `this is no ${kind.name} of tickhouse`);
  }
  const version = view.getUint16(magicBytes, true);
  if (version === kind.version) return;
  throw new TickhouseError(
    kind.format,
    `the ${kind.name} has format ${version}; this tickhouse reads ${kind.version}: use the version that wrote it`,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
