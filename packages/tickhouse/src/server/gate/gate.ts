// Where sockets come in: the WebSocket handshake by `ws`, then a session each.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Host } from '../../host/index.ts';
import {
  type Address,
  type CloseName,
  closeCodes,
  closeReasons,
  ServerMessages,
} from '../../wire/index.ts';
import type { GateLimits } from './limits.ts';
import { Session } from './session.ts';

/** What is known of an upgrade: plain values, so that they can cross to another process. */
export interface Facts {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The room that the URL names. */
  readonly address: Address;
}

interface GateOptions {
  readonly host: Host;
  readonly limits: GateLimits;
  readonly onError: (error: unknown) => void;
}

const sweepMs = 1000;

export class Gate {
  readonly #options: GateOptions;
  readonly #webSockets: WebSocketServer;
  readonly #sessions: Set<Session> = new Set();
  readonly #messages: ServerMessages = new ServerMessages();
  #sweep: (() => void) | undefined;
  #whenEmpty: (() => void) | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      // Frames of ours go out beside those of ws: nothing may compress or split them.
      perMessageDeflate: false,
      maxPayload: options.limits.messageBytesMax,
    });
    this.#armSweep();
  }

  get connections(): number {
    return this.#sessions.size;
  }

  /** Takes over a socket whose upgrade request was read: the one way in. */
  adopt(facts: Facts, socket: Duplex, head: Buffer): void {
    const { method, url, headers } = facts;
    const request = { method, url, headers } as unknown as IncomingMessage;
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const { host, limits, onError } = this.#options;
      const blueprint = host.catalogue.blueprint(facts.address.game);
      if (blueprint === undefined) {
        webSocket.on('error', () => {});
        webSocket.close(closeCodes.unknownGame, closeReasons.unknownGame);
        return;
      }
      const session = new Session({
        webSocket,
        socket,
        address: facts.address,
        blueprint,
        messages: this.#messages,
        host,
        limits,
        openedAt: host.clock.now(),
        onError,
      });
      this.#sessions.add(session);
      webSocket.on('close', () => this.#forget(session));
    });
  }

  /** Closes every connection with this reason; resolves when all are gone, at the latest after the time. */
  async close(why: CloseName, timeoutMs: number): Promise<void> {
    this.#sweep?.();
    for (const session of this.#sessions) session.close(why);
    if (this.#sessions.size === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.host.clock.after(timeoutMs, () => {
        for (const session of this.#sessions) session.terminate();
      });
      this.#whenEmpty = () => {
        cancel();
        resolve();
      };
    });
  }

  #forget(session: Session): void {
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#whenEmpty?.();
  }

  #armSweep(): void {
    const { clock } = this.#options.host;
    this.#sweep = clock.after(sweepMs, () => {
      const now = clock.now();
      for (const session of this.#sessions) session.sweep(now);
      this.#armSweep();
    });
  }
}
