// The pieces that messages are made of, beside those of the codec.
//
//   hash  = 8 bytes · token = 16 bytes · text = byte length nibbles, UTF-8 bytes

import { BitReader, type BitWriter, readTextField, writeTextField } from '../codec/index.ts';

/** The first byte of a message. */
export const messageType = {
  hello: 1,
  input: 2,
  ack: 3,
  ping: 4,
  bye: 5,
  welcome: 16,
  snapshot: 17,
  tick: 18,
  pong: 19,
} as const;

/** Raised when a message's meaning changes; hello and welcome carry it. */
export const protocolVersion: number = 1;

export const tokenBytes: number = 16;

/** @param hash 16 hexadecimal digits */
export function writeHash(out: BitWriter, hash: string): void {
  for (let i = 0; i < 16; i += 2) out.bits(Number.parseInt(hash.slice(i, i + 2), 16), 8);
}

export function readHash(from: BitReader): string {
  let hash = '';
  for (let i = 0; i < 8; i++) hash += from.bits(8).toString(16).padStart(2, '0');
  return hash;
}

const shortText = { limit: 128, path: 'text' } as const;

export function writeShortText(out: BitWriter, text: string): void {
  writeTextField(out, text);
}

/** At most 128 code points. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readShortText(from: BitReader): string {
  return readTextField(from, shortText);
}

export interface Bye {
  readonly type: 'bye';
  readonly code: number;
  readonly reason: string;
}

/** The last message either side sends: why, in a close code (close-codes.ts) and words. */
export function writeBye(out: BitWriter, code: number, reason: string): void {
  out.bits(messageType.bye, 8);
  out.bits(code, 16);
  writeShortText(out, reason);
}

/** The rest of a bye, after its type. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readByeBody(from: BitReader): Bye {
  const code = from.bits(16);
  const reason = readShortText(from);
  from.end();
  return { type: 'bye', code, reason };
}

/** The bye that a message is; undefined where it is another. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readBye(bytes: Uint8Array): Bye | undefined {
  const from = new BitReader(bytes);
  return from.bits(8) === messageType.bye ? readByeBody(from) : undefined;
}
