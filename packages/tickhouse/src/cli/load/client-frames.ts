// WebSocket frames as a client sees them: its own masked, those of a server whole and unmasked.
// Source: RFC 6455 section 5.2.

export const opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export const closing = { normal: 1000, broken: 1006, protocolError: 1002 } as const;

/** A final frame with a random mask. `bytes` is left as it is. */
export function clientFrame(kind: number, bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > 65_535) throw new RangeError('a client of a load says at most 65,535 bytes');
  const head = length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(head + 4 + length);
  frame[0] = 0x80 | kind;
  if (head === 2) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.writeUInt32BE(Math.floor(Math.random() * 2 ** 32), head);
  for (let i = 0; i < length; i++) {
    frame[head + 4 + i] = (bytes[i] as number) ^ (frame[head + (i & 3)] as number);
  }
  return frame;
}

/** Takes a server's message where it lies: `bytes` is another's from the moment this returns. */
export type TakeFrame = (kind: number, bytes: Buffer, from: number, to: number) => void;

/**
 * Hands out the whole frames of `bytes` from `at` on; returns where the first one begins that is not
 * whole. Fragments, which no server of ours sends, are -1.
 */
export function readFrames(bytes: Buffer, at: number, end: number, take: TakeFrame): number {
  let next = at;
  while (end - next >= 2) {
    const first = bytes[next] as number;
    if ((first & 0xf0) !== 0x80 || (first & 0x0f) === 0) return -1;
    let length = bytes[next + 1] as number;
    let from = next + 2;
    if (length === 126) {
      if (end - next < 4) break;
      length = bytes.readUInt16BE(from);
      from += 2;
    } else if (length === 127) {
      if (end - next < 10) break;
      length = Number(bytes.readBigUInt64BE(from));
      from += 8;
    } else if (length > 127) return -1;
    if (end - from < length) break;
    take(first & 0x0f, bytes, from, from + length);
    next = from + length;
  }
  return next;
}
