// A client below WebSocket: a bare socket with a handshake and frames made by hand, and a reader of
// frames that shares no code with the server. Source: RFC 6455.

import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

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
  const { length } = payload;
  const first = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = masked ? 0x80 : 0;
  const head =
    length < 126 ? [first, mask | length] : [first, mask | 126, length >> 8, length & 255];
  if (!masked) return Buffer.from([...head, ...payload]);
  const key = [1, 2, 3, 4] as const;
  return Buffer.from([...head, ...key, ...payload.map((byte, i) => byte ^ (key[i & 3] as number))]);
}

/** The request of a handshake; header fields given replace or add to the usual ones. */
export function upgradeRequest(path: string, fields: Record<string, string> = {}): string {
  const { method = 'GET', ...others } = fields;
  const headers = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...others,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== '');
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export class RawSocket {
  readonly socket: Socket;
  readonly #heard: (() => void)[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  /** The head of the HTTP answer, once it is whole. */
  head = '';
  readonly frames: Frame[] = [];
  /** Resolves when the socket is gone, with why where a close frame said so. */
  readonly ended: Promise<number | undefined>;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => {});
    this.socket.on('data', (data) => this.#take(data));
    this.ended = new Promise((resolve) => {
      this.socket.once('close', () => {
        this.#tell();
        resolve(this.closeCode);
      });
    });
    onTestFinished(() => {
      this.socket.destroy();
    });
  }

  get closeCode(): number | undefined {
    const close = this.frames.find(({ opcode }) => opcode === opcodes.close);
    return close && close.payload.length >= 2 ? close.payload.readUInt16BE(0) : undefined;
  }

  /** `101`, the status of the HTTP answer. */
  async status(): Promise<number> {
    await this.until(() => this.head !== '' || this.socket.destroyed);
    return Number(this.head.split(' ')[1]);
  }

  /** Resolves when this is true; asked after everything that arrives. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#heard.push(() => {
        if (isTrue()) resolve();
      });
    });
  }

  #take(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    if (this.head === '') {
      const end = this.#bytes.indexOf('\r\n\r\n');
      if (end >= 0) {
        this.head = this.#bytes.toString('latin1', 0, end);
        this.#bytes = this.#bytes.subarray(end + 4);
      }
    }
    if (this.head.includes(' 101 ')) while (this.#takeFrame());
    this.#tell();
  }

  #tell(): void {
    for (const hear of this.#heard) hear();
  }

  #takeFrame(): boolean {
    const bytes = this.#bytes;
    if (bytes.length < 2) return false;
    const short = bytes.readUInt8(1) & 127;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < start) return false;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(2)
          : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < start + length) return false;
    const first = bytes.readUInt8(0);
    this.frames.push({
      opcode: first & 15,
      final: first >= 128 && (first & 0x70) === 0,
      masked: bytes.readUInt8(1) >= 128,
      payload: bytes.subarray(start, start + length),
    });
    this.#bytes = bytes.subarray(start + length);
    return true;
  }
}
