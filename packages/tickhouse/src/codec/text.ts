// Text on the wire.
//
//   text = byte length nibbles · UTF-8 bytes

import { type Leaf, measureText, readText } from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';

/** What bounds a text, and its name in errors. */
type TextLimit = Pick<Leaf, 'limit' | 'path'>;

// Keeps nothing between calls.
const utf8 = /* @__PURE__ */ new TextEncoder();

export function writeTextField(out: BitWriter, value: string): void {
  writeTextBytes(out, utf8.encode(value));
}

export function writeTextBytes(out: BitWriter, bytes: Uint8Array): void {
  out.nibbles(bytes.length);
  out.bytes(bytes, 0, bytes.length);
}

/** UTF-8 of at most `limit` code points. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readTextBytes(from: BitReader, leaf: TextLimit): Uint8Array {
  const length = from.nibbles();
  if (length > 4 * leaf.limit) throw badValue(leaf.path);
  const bytes = from.bytes(length);
  textOf(leaf, bytes);
  return bytes;
}

/** The text that the bytes are, where it can stand there. @throws CODEC_VALUE */
function textOf({ limit, path }: TextLimit, bytes: Uint8Array): string {
  let value: string;
  try {
    value = readText(bytes, 0, bytes.length);
  } catch {
    throw badValue(path);
  }
  if (measureText(value, limit) < 0) throw badValue(path);
  return value;
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readTextField(from: BitReader, leaf: TextLimit): string {
  return textOf(leaf, readTextBytes(from, leaf));
}
