// A client below WebSocket: a bare socket with a handshake and frames made by hand, and a reader of
// frames that shares no code with the server. Source: RFC 6455.

import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Frame, FrameReader, opcodes } from './frames.ts';

export { type FrameChoice, frameBytes, opcodes } from './frames.ts';

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
  readonly #reader: FrameReader = new FrameReader();
  /** What came before the end of the HTTP answer. */
  #before: Buffer = Buffer.alloc(0);
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
    const rest = this.head === '' ? this.#takeHead(data) : data;
    if (this.head.includes(' 101 ')) this.frames.push(...this.#reader.take(rest));
    this.#tell();
  }

  /** Gives what stands behind the head, once it is whole. */
  #takeHead(data: Buffer): Buffer {
    this.#before = Buffer.concat([this.#before, data]);
    const end = this.#before.indexOf('\r\n\r\n');
    if (end < 0) return Buffer.alloc(0);
    this.head = this.#before.toString('latin1', 0, end);
    return this.#before.subarray(end + 4);
  }

  #tell(): void {
    for (const hear of this.#heard) hear();
  }
}
