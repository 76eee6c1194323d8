// Frames of WebSocket, made and read by hand: it shares no code with the server or with `ws`.
// Source: RFC 6455 section 5.2.

export interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly masked: boolean;
  readonly payload: Buffer;
}

export interface FrameChoice {
  readonly opcode?: number;
  readonly final?: boolean;
  /** The three reserved bits, as a number. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The four bytes of the mask. */
  readonly key?: readonly number[];
}

export const opcodes = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** A client's frame; at most 65,535 bytes of payload. */
export function frameBytes(payload: Uint8Array, choice: FrameChoice = {}): Buffer {
  const { opcode = opcodes.binary, final = true, reserved = 0, masked = true } = choice;
  const { key = [1, 2, 3, 4] } = choice;
  const { length } = payload;
  const first = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = masked ? 0x80 : 0;
  const head =
    length < 126 ? [first, mask | length] : [first, mask | 126, length >> 8, length & 255];
  if (!masked) return Buffer.from([...head, ...payload]);
  return Buffer.from([...head, ...key, ...payload.map((byte, i) => byte ^ (key[i & 3] as number))]);
}

/** Takes a server's bytes as they come, in pieces of any size, and gives whole frames. */
export class FrameReader {
  #bytes: Buffer = Buffer.alloc(0);

  /** Bytes of a frame that is not whole yet. */
  get left(): number {
    return this.#bytes.length;
  }

  /** The frames that these bytes end. */
  take(data: Uint8Array): Frame[] {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    const bytes = this.#bytes;
    if (bytes.length < 2) return undefined;
    const short = bytes.readUInt8(1) & 127;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < start) return undefined;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(2)
          : Number(bytes.readBigUInt64BE(2));
    const least = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    if (start !== least) throw new Error(`a length of ${length} stands in ${start - 1} bytes`);
    if (bytes.length < start + length) return undefined;
    const first = bytes.readUInt8(0);
    this.#bytes = bytes.subarray(start + length);
    return {
      opcode: first & 15,
      final: first >= 128 && (first & 0x70) === 0,
      masked: bytes.readUInt8(1) >= 128,
      payload: bytes.subarray(start, start + length),
    };
  }
}

/** The frames of these bytes, which end with the last of them. */
export function framesIn(bytes: Uint8Array): Frame[] {
  const reader = new FrameReader();
  const frames = reader.take(bytes);
  if (reader.left > 0) throw new Error(`${reader.left} bytes are no whole frame`);
  return frames;
}
