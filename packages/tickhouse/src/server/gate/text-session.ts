// A connection of another protocol that speaks in text frames: the server's own code answers it, and
// the gate holds it to the limits that all connections have.

import type { WebSocket } from 'ws';
import { type CloseName, closeCodes, closeReasons } from '../../wire/index.ts';
import type { GateLimits } from './limits.ts';
import { Rate } from './rate.ts';

/** One connection to an endpoint of `serve({ endpoints })`. */
export interface TextSocket {
  /** The path and query of its URL. */
  readonly url: string;
  /** Called for each text that comes. Limits are kept before it is called. */
  onText(listener: (text: string) => void): void;
  /** Called once, when the connection is over, however it ended. */
  onClose(listener: () => void): void;
  /** Sends a text; nothing happens once the connection is over. Who reads too slowly is closed. */
  send(text: string): void;
  /** Ends the connection. @param code 1000 (default), 1001 for going away, or 3000 to 4999 */
  close(code?: number, reason?: string): void;
}

/** What answers the connections to one path. */
export type Endpoint = (socket: TextSocket) => void;

/** RFC 6455 section 7.4.1. */
const normal = 1000;
const textOnly = 1003;
const internalError = 1011;

interface TextSessionParts {
  readonly webSocket: WebSocket;
  readonly url: string;
  readonly limits: GateLimits;
  readonly openedAt: number;
  readonly onError: (error: unknown) => void;
}

export class TextSession implements TextSocket {
  readonly url: string;
  readonly #parts: TextSessionParts;
  readonly #textListeners: ((text: string) => void)[] = [];
  readonly #closeListeners: (() => void)[] = [];
  readonly #rate: Rate;
  #heardAt: number;

  constructor(parts: TextSessionParts, endpoint: Endpoint) {
    this.url = parts.url;
    this.#parts = parts;
    this.#rate = new Rate(parts.limits.messagesPerSecondMax);
    this.#heardAt = parts.openedAt;
    const { webSocket } = parts;
    webSocket.on('message', (data, isBinary) => this.#message(data as Buffer, isBinary));
    webSocket.on('ping', (data) => this.#pinged(data));
    webSocket.on('pong', () => this.#isAllowed());
    webSocket.once('close', () => this.#guard(() => this.#closed()));
    // A protocol violation: ws closes with the standard's own code, and `close` follows.
    webSocket.on('error', () => {});
    this.#guard(() => endpoint(this));
  }

  onText(listener: (text: string) => void): void {
    this.#textListeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  send(text: string): void {
    const { webSocket } = this.#parts;
    if (webSocket.readyState !== webSocket.OPEN) return;
    webSocket.send(text);
    this.#holdToLimit();
  }

  close(code: number = normal, reason = ''): void {
    this.#parts.webSocket.close(code, reason);
  }

  /** Closes with a reason of the protocol's own. */
  end(why: CloseName): void {
    this.close(closeCodes[why], closeReasons[why]);
  }

  /** Called about every second: a peer that answers no ping is gone. */
  sweep(now: number): void {
    const { webSocket, limits } = this.#parts;
    if (this.#rate.renew()) this.#heardAt = now;
    if (now - this.#heardAt > limits.silentMs) {
      this.end('silent');
      webSocket.terminate();
    } else if (webSocket.readyState === webSocket.OPEN) webSocket.ping();
  }

  #message(data: Buffer, isBinary: boolean): void {
    if (!this.#isAllowed()) return;
    if (isBinary) this.close(textOnly, 'this address speaks in text');
    else {
      const text = data.toString();
      this.#guard(() => {
        for (const listener of this.#textListeners) listener(text);
      });
    }
  }

  #pinged(data: Buffer): void {
    if (!this.#isAllowed()) return;
    this.#parts.webSocket.pong(data);
    this.#holdToLimit();
  }

  /** Who does not read what it is sent, answers to its own pings included, is closed. */
  #holdToLimit(): void {
    const { webSocket, limits } = this.#parts;
    if (webSocket.bufferedAmount > limits.textBufferedBytesMax) this.end('tooSlow');
  }

  #isAllowed(): boolean {
    const { webSocket } = this.#parts;
    if (webSocket.readyState !== webSocket.OPEN) return false;
    if (this.#rate.allows()) return true;
    this.end('tooManyMessages');
    return false;
  }

  #closed(): void {
    for (const listener of this.#closeListeners) listener();
  }

  /** Runs the server's own code: what it throws ends this connection and nothing else. */
  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#parts.onError(error);
      this.close(internalError, 'the server made a mistake');
    }
  }
}
