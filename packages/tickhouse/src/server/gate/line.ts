// What a session speaks over: a WebSocket whose socket we write to, or one within this process.

import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Payload } from '../../host/index.ts';
import { frameOf, pongFrame } from './frame.ts';

export interface Line {
  readonly isOpen: boolean;
  /** Bytes that were sent and that the network has not taken yet. */
  readonly buffered: number;
  /** Sends while the line is open; else nothing happens. */
  send(payload: Payload): void;
  /** Sends all of it as one write. @param ping of the transport itself: it is answered first */
  sendAll(payloads: readonly Payload[], ping?: Uint8Array): void;
  /** All that `speak` says leaves as one write, also a close. */
  together(speak: () => void): void;
  /** Begins to close, in the order of what was sent. */
  close(code: number, reason: string): void;
  /** Ends it without waiting for the other end. */
  terminate(): void;
}

/** `ws` parses and closes; what we send are our own frames, written to the socket beside it. */
export class SocketLine implements Line {
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;

  constructor(webSocket: WebSocket, socket: Duplex) {
    this.#webSocket = webSocket;
    this.#socket = socket;
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  get buffered(): number {
    return this.isOpen ? this.#socket.writableLength : 0;
  }

  send(payload: Payload): void {
    if (this.isOpen) this.#socket.write(frameOf(payload));
  }

  sendAll(payloads: readonly Payload[], ping?: Uint8Array): void {
    if (!this.isOpen) return;
    const frames = payloads.map(frameOf);
    if (ping !== undefined) frames.unshift(pongFrame(ping));
    this.#socket.write(Buffer.concat(frames));
  }

  together(speak: () => void): void {
    this.#socket.cork();
    speak();
    this.#socket.uncork();
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason);
  }

  terminate(): void {
    this.#webSocket.terminate();
  }
}
