// A WebSocket client that costs little more than its reads, so that a thousand of them leave a machine
// to the server: a TCP or TLS socket, the handshake, frames handed out where they lie.

import { createHash, randomBytes } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { clientFrame, closing, opcode, readFrames } from './client-frames.ts';

export interface LeanSocketEvents {
  open(): void;
  /** A message, from `from` up to `to`; the bytes are another's once this returns. */
  message(bytes: Buffer, from: number, to: number): void;
  /** The end, once: a close code, `HTTP 429` for a refused upgrade, `ECONNREFUSED` and the like. */
  closed(why: string): void;
}

/** Bytes taken from the system in one read. */
const readBytes = 16_384;
const acceptText = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const none = Buffer.alloc(0);
/** What is held for a large message is given back once it has been taken. */
const heldBytesMax = 65_536;

export class LeanSocket {
  /** Bytes that came off the socket after the handshake, frames' heads too. */
  bytesRead = 0;
  readonly #events: LeanSocketEvents;
  readonly #socket: Socket;
  readonly #key: string = randomBytes(16).toString('base64');
  #phase: 'opening' | 'open' | 'ended' = 'opening';
  /** What came and makes no whole frame yet, in its first bytes. */
  #held: Buffer = none;
  #heldBytes = 0;
  #why: string | undefined;
  readonly #take = (kind: number, bytes: Buffer, from: number, to: number): void =>
    this.#frame(kind, bytes, from, to);

  /** @param base `http://host:port` or `https://…` */
  constructor(base: URL, path: string, events: LeanSocketEvents) {
    this.#events = events;
    const isTls = base.protocol === 'https:';
    const port = Number(base.port) || (isTls ? 443 : 80);
    const host = base.hostname.replace(/^\[|\]$/g, '');
    // One buffer for every read: Node makes a new one for each `data` event.
    const onread = {
      buffer: Buffer.allocUnsafe(readBytes),
      callback: (count: number, buffer: Uint8Array) => {
        this.#read(buffer as Buffer, count);
        return true;
      },
    };
    if (isTls) {
      // An address is no server name (RFC 6066 section 3).
      this.#socket = connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) });
      this.#socket.on('data', (bytes) => this.#read(bytes, bytes.length));
    } else this.#socket = connectTcp({ host, port, onread });
    this.#socket.setNoDelay(true);
    this.#socket.on(isTls ? 'secureConnect' : 'connect', () => {
      this.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${base.host}\r\nUpgrade: websocket\r\n` +
          `Connection: Upgrade\r\nSec-WebSocket-Key: ${this.#key}\r\n` +
          'Sec-WebSocket-Version: 13\r\n\r\n',
      );
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#why ??= error.code ?? 'ERROR';
    });
    this.#socket.on('close', () => this.#end(String(closing.broken)));
  }

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  /** Sends a message while the socket is open; else nothing happens. */
  send(bytes: Uint8Array, kind: number = opcode.binary): void {
    if (this.#phase === 'open') this.#socket.write(clientFrame(kind, bytes));
  }

  /** Ends it without waiting for the other end. */
  destroy(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer, count: number): void {
    if (this.#phase === 'ended') return;
    this.bytesRead += count;
    let from = bytes;
    let end = count;
    if (this.#heldBytes > 0) {
      this.#hold(bytes.subarray(0, count));
      from = this.#held;
      end = this.#heldBytes;
    }
    let at = 0;
    if (this.#phase === 'opening') {
      at = this.#shakeHands(from, end);
      if (at < 0) return;
      this.bytesRead -= at;
    }
    const next = readFrames(from, at, end, this.#take);
    if (next < 0) this.#fail(String(closing.protocolError));
    else if (this.isOpen) this.#keep(from, next, end);
  }

  #keep(from: Buffer, next: number, end: number): void {
    if (from === this.#held) {
      if (next === 0) return;
      from.copyWithin(0, next, end);
      this.#heldBytes = end - next;
      if (this.#heldBytes === 0 && from.length > heldBytesMax) this.#held = none;
    } else if (next < end) this.#hold(from.subarray(next, end));
  }

  /** Behind what is held already. Grows by doubling, so that a large message costs no more for its pieces. */
  #hold(bytes: Buffer): void {
    const held = this.#heldBytes + bytes.length;
    if (held > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(held, 2 * this.#held.length));
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    bytes.copy(this.#held, this.#heldBytes);
    this.#heldBytes = held;
  }

  /** Where the frames begin; -1 where the answer is not whole, or is none. */
  #shakeHands(bytes: Buffer, end: number): number {
    const answer = bytes.toString('latin1', 0, end);
    const headEnd = answer.indexOf('\r\n\r\n');
    if (headEnd < 0) {
      this.#keep(bytes, 0, end);
      return -1;
    }
    const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
    const accept = /\r\nsec-websocket-accept: *([^\r]+)/i.exec(answer.slice(0, headEnd))?.[1];
    const expected = createHash('sha1').update(`${this.#key}${acceptText}`).digest('base64');
    if (status !== '101' || accept?.trim() !== expected) {
      this.#fail(status === undefined || status === '101' ? 'NO WEBSOCKET' : `HTTP ${status}`);
      return -1;
    }
    this.#phase = 'open';
    this.#events.open();
    return headEnd + 4;
  }

  #frame(kind: number, bytes: Buffer, from: number, to: number): void {
    if (this.#phase !== 'open') return;
    if (kind === opcode.binary || kind === opcode.text) this.#events.message(bytes, from, to);
    else if (kind === opcode.ping) this.send(bytes.subarray(from, to), opcode.pong);
    else if (kind === opcode.close) {
      const code = to - from >= 2 ? bytes.readUInt16BE(from) : closing.normal;
      this.send(bytes.subarray(from, Math.min(to, from + 2)), opcode.close);
      this.#socket.end();
      this.#end(String(code));
    }
  }

  #fail(why: string): void {
    this.#why = why;
    this.#socket.destroy();
  }

  #end(why: string): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#held = none;
    this.#heldBytes = 0;
    this.#events.closed(this.#why ?? why);
  }
}
