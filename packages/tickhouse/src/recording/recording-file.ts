// A recording's file: what a spectator of a room was sent, in stretches that each begin with the whole
// state. The first bytes of a stretch say which ticks it holds, so they are the index. Pure: servers
// write it and browsers read it, and each deflates and inflates with what it has.
//
//   welcome  = the message of wire, as a spectator gets it
//   head     = JSON: RecordingHead
//   stretch  = first tick u32 · last tick u32 · bytes u32 · deflated (raw): message …, so many bytes
//   message  = length (LEB128) · the message: a snapshot at the first tick, then one for each tick up
//              to the last
//   end      = nothing: the file is whole
//   A file is head · welcome · stretch … · end. A stretch begins at the tick at which the one before ends.

import {
  type Chunk,
  chunkOf,
  damagedAt,
  type FileKind,
  fileHead,
  readChunks,
} from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';

export const recordingKind: FileKind = {
  magic: 'TKHRECRD',
  version: 1,
  name: 'recording',
  format: 'RECORDING_FORMAT',
  damaged: 'RECORDING_DAMAGED',
};
const chunkType = { head: 1, welcome: 2, stretch: 3, end: 4 } as const;
const stretchHeadBytes = 12;
/** A file that says it holds more is not read: no recorder writes one. */
const inflatedBytesMax = 256 * 1024 * 1024;

/** What a recording says of itself. */
export interface RecordingHead {
  readonly game: string;
  /** The room's run: one match, in one recording or in several that follow each other. */
  readonly run: string;
  /** Ticks a second, as they were. */
  readonly tickRate: number;
  readonly options: Readonly<Record<string, unknown>>;
  /** Which rules made it: for people, as no rules are needed to show it. */
  readonly rulesVersion: number;
  /** Of the schemas that its messages are written in. */
  readonly watchHash: string;
  readonly layoutHash: string;
  /** When its first tick was made, in ms since 1970. */
  readonly beganAt: number;
}

/** Some seconds of a room. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  /** Its messages, deflated, and how many bytes they are. */
  readonly deflated: Uint8Array;
  readonly bytes: number;
  /** Where it begins in the file. */
  readonly offset: number;
}

export interface RecordingContent {
  readonly head: RecordingHead;
  readonly welcome: Uint8Array;
  /** One or more. */
  readonly stretches: readonly Stretch[];
}

/** The beginning of a file. */
export function recordingBegin(head: RecordingHead, welcome: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const chunks = [chunkOf(chunkType.head, json), chunkOf(chunkType.welcome, welcome)];
  return joined([fileHead(recordingKind), ...chunks]);
}

export function recordingStretch({
  first,
  last,
  bytes,
  deflated,
}: Omit<Stretch, 'offset'>): Uint8Array {
  const payload = new Uint8Array(stretchHeadBytes + deflated.length);
  const view = new DataView(payload.buffer);
  view.setUint32(0, first, true);
  view.setUint32(4, last, true);
  view.setUint32(8, bytes, true);
  payload.set(deflated, stretchHeadBytes);
  return chunkOf(chunkType.stretch, payload);
}

export function recordingEnd(): Uint8Array {
  return chunkOf(chunkType.end, new Uint8Array(0));
}

/** @throws RECORDING_FORMAT, RECORDING_DAMAGED, also where the file is not whole */
export function readRecording(bytes: Uint8Array): RecordingContent {
  const { chunks, wholeBytes } = readChunks(recordingKind, bytes);
  if (chunks.at(-1)?.type !== chunkType.end || wholeBytes !== bytes.length) {
    throw new TickhouseError(
      recordingKind.damaged,
      `the recording is cut off at byte ${wholeBytes}`,
    );
  }
  return contentOf(chunks.slice(0, -1), bytes.length);
}

/**
 * What is whole of a file that nobody finished, made a whole file; undefined where not even one
 * stretch is.
 */
export function mendRecording(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const { chunks, wholeBytes } = readChunks(recordingKind, bytes, 'end');
    if (chunks.at(-1)?.type === chunkType.end) return bytes.subarray(0, wholeBytes);
    contentOf(chunks, wholeBytes);
    return joined([bytes.subarray(0, wholeBytes), recordingEnd()]);
  } catch {
    return undefined;
  }
}

function contentOf([head, welcome, ...rest]: readonly Chunk[], end: number): RecordingContent {
  if (head?.type !== chunkType.head) throw damagedAt(recordingKind, head?.offset ?? end);
  if (welcome?.type !== chunkType.welcome) throw damagedAt(recordingKind, welcome?.offset ?? end);
  const stretches: Stretch[] = [];
  let inflated = 0;
  for (const chunk of rest) {
    const stretch = stretchOf(chunk);
    const before = stretches.at(-1);
    inflated += stretch.bytes;
    const follows = before === undefined || before.last === stretch.first;
    if (!follows || inflated > inflatedBytesMax) throw damagedAt(recordingKind, chunk.offset);
    stretches.push(stretch);
  }
  if (stretches.length === 0) throw damagedAt(recordingKind, end);
  return { head: headOf(head), welcome: welcome.payload, stretches };
}

function headOf({ payload, offset }: Chunk): RecordingHead {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (cause) {
    throw damagedAt(recordingKind, offset, cause);
  }
}

function stretchOf({ type, payload, offset }: Chunk): Stretch {
  if (type !== chunkType.stretch || payload.length < stretchHeadBytes) {
    throw damagedAt(recordingKind, offset);
  }
  const view = new DataView(payload.buffer, payload.byteOffset);
  const first = view.getUint32(0, true);
  const last = view.getUint32(4, true);
  if (last < first) throw damagedAt(recordingKind, offset);
  const deflated = payload.subarray(stretchHeadBytes);
  return { first, last, bytes: view.getUint32(8, true), deflated, offset };
}

/** A stretch's messages as the bytes that are deflated. */
export function packMessages(messages: readonly Uint8Array[]): Uint8Array {
  return joined(messages.flatMap((message) => [leb128(message.length), message]));
}

/** The inverse; `stretch` says how many there are. @throws RECORDING_DAMAGED */
export function unpackMessages(packed: Uint8Array, stretch: Stretch): readonly Uint8Array[] {
  const messages: Uint8Array[] = [];
  const count = stretch.last - stretch.first + 1;
  let at = 0;
  while (at < packed.length && messages.length < count) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = packed[at++] ?? 0;
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    messages.push(packed.subarray(at, at + length));
    at += length;
  }
  if (at === packed.length && messages.length === count) return messages;
  throw damagedAt(recordingKind, stretch.offset);
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80);
    left >>>= 7;
  }
  return Uint8Array.of(...bytes, left);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
