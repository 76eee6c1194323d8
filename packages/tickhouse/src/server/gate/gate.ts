// Where sockets come in: the WebSocket handshake by `ws`, then a session each.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Host, Payload } from '../../host/index.ts';
import {
  type Address,
  type CloseName,
  closeCodes,
  closeReasons,
  type Facts,
  ServerMessages,
} from '../../wire/index.ts';
import { frameOf } from './frame.ts';
import type { GateLimits } from './limits.ts';
import { Session } from './session.ts';

interface GateOptions {
  readonly host: Host;
  readonly limits: GateLimits;
  readonly onError: (error: unknown) => void;
}

const sweepMs = 1000;
/** How long a client may take to answer a close, before its socket is taken away. */
const closeAnswerMs = 2000;

export class Gate {
  readonly #options: GateOptions;
  readonly #webSockets: WebSocketServer;
  /** Every open socket; its session, where it has one. */
  readonly #sockets: Map<WebSocket, Session | undefined> = new Map();
  readonly #messages: ServerMessages = new ServerMessages();
  #sweep: (() => void) | undefined;
  #whenEmpty: (() => void) | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    const behaviour = {
      noServer: true,
      clientTracking: false,
      // Frames of ours go out beside those of ws: nothing may compress or split them.
      perMessageDeflate: false,
      maxPayload: options.limits.messageBytesMax,
      closeTimeout: closeAnswerMs,
    };
    this.#webSockets = new WebSocketServer(behaviour);
    this.#armSweep();
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Takes over a socket whose upgrade request was read: the one way in. */
  adopt(facts: Facts, socket: Duplex, head: Buffer): void {
    const { method, url, headers } = facts;
    const request = { method, url, headers } as unknown as IncomingMessage;
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('close', () => this.#forget(webSocket));
      this.#sockets.set(webSocket, this.#open(facts.address, webSocket, socket));
    });
  }

  #open(address: Address, webSocket: WebSocket, socket: Duplex): Session | undefined {
    const { host, limits, onError } = this.#options;
    const blueprint = host.catalogue.blueprint(address.game);
    if (blueprint === undefined) {
      webSocket.on('error', () => {});
      socket.write(frameOf(new Payload(this.#messages.bye('unknownGame'))));
      webSocket.close(closeCodes.unknownGame, closeReasons.unknownGame);
      return undefined;
    }
    return new Session({
      webSocket,
      socket,
      address,
      blueprint,
      messages: this.#messages,
      host,
      limits,
      openedAt: host.clock.now(),
      onError,
    });
  }

  /** Closes every connection with this reason; resolves when all are gone, at the latest after the time. */
  async close(why: CloseName, timeoutMs: number): Promise<void> {
    this.#sweep?.();
    for (const session of this.#sockets.values()) session?.close(why);
    if (this.#sockets.size === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.host.clock.after(timeoutMs, () => {
        for (const webSocket of this.#sockets.keys()) webSocket.terminate();
      });
      this.#whenEmpty = () => {
        cancel();
        resolve();
      };
    });
  }

  #forget(webSocket: WebSocket): void {
    this.#sockets.delete(webSocket);
    if (this.#sockets.size === 0) this.#whenEmpty?.();
  }

  #armSweep(): void {
    const { clock } = this.#options.host;
    this.#sweep = clock.after(sweepMs, () => {
      const now = clock.now();
      for (const session of this.#sockets.values()) session?.sweep(now);
      this.#armSweep();
    });
  }
}
