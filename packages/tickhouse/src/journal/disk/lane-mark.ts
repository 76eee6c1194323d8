// A lane's mark: what every append and the seal write beside what they are about. It says how far the
// lane goes, is what appends and seals compare and set, and shows by its magic in the write-ahead log
// what SQLite's recovery would drop without a word.
//
//    0  16  magic, random, of this lane alone
//   16   8  last sequence number (u64)
//   24   4  1 where the lane is sealed, else 0 (u32)
//   28   4  CRC-32 of the bytes before (u32)

import { crc32 } from 'node:zlib';

export const magicBytes = 16;
const markBytes = 32;

export interface Mark {
  readonly magic: Uint8Array;
  readonly last: number;
  readonly isSealed: boolean;
}

export function encodeMark({ magic, last, isSealed }: Mark): Buffer {
  const bytes = Buffer.alloc(markBytes);
  bytes.set(magic);
  bytes.writeBigUInt64LE(BigInt(last), 16);
  bytes.writeUInt32LE(isSealed ? 1 : 0, 24);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
  return bytes;
}

/** Undefined where it is no mark. */
export function decodeMark(bytes: Uint8Array): Mark | undefined {
  if (bytes.length !== markBytes) return undefined;
  const mark = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (mark.readUInt32LE(28) !== crc32(mark.subarray(0, 28))) return undefined;
  return {
    magic: mark.subarray(0, magicBytes),
    last: Number(mark.readBigUInt64LE(16)),
    isSealed: mark.readUInt32LE(24) === 1,
  };
}

/**
 * The number of the first whole frame that a write-ahead log shows to have been written and that is
 * lost to a lane which ends with `last`; undefined where there is none.
 *
 * A mark of `last + 1` may stand there: an append that was torn, or that failed and was taken back. One
 * that lies farther on, or seals more than is there, was written by somebody who had that frame.
 */
export function lostFrame(log: Buffer, { magic, last }: Mark): number | undefined {
  for (let at = log.indexOf(magic); at >= 0; at = log.indexOf(magic, at + 1)) {
    const found = decodeMark(log.subarray(at, at + markBytes));
    if (found === undefined) continue;
    const known = found.isSealed ? found.last : found.last - 1;
    if (known > last) return last + 1;
  }
  return undefined;
}
