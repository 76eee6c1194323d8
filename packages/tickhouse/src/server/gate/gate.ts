// Where connections come in: the WebSocket handshake by `ws`, or none within the process; then a
// session each.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Host } from '../../host/index.ts';
import {
  type Address,
  type CloseName,
  type Facts,
  parseAddress,
  ServerMessages,
} from '../../wire/index.ts';
import type { GateLimits } from './limits.ts';
import { type Line, SocketLine } from './line.ts';
import { LocalSocket } from './local-socket.ts';
import { Session, sayBye } from './session.ts';
import { type Endpoint, TextSession } from './text-session.ts';

interface GateOptions {
  readonly host: Host;
  readonly limits: GateLimits;
  /** What answers connections of another protocol, by path. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly onError: (error: unknown) => void;
}

/** Makes a socket that reaches this server from within its process. */
export type LocalWebSocket = new (url: string) => LocalSocket;

const sweepMs = 1000;
/** How long a client may take to answer a close, before its socket is taken away. */
const closeAnswerMs = 2000;

export class Gate {
  readonly #options: GateOptions;
  readonly #webSockets: WebSocketServer;
  /** Every open socket; its session, where it has one. */
  readonly #sockets: Map<WebSocket, Session | TextSession | undefined> = new Map();
  /** Sessions within this process. */
  readonly #locals: Set<Session> = new Set();
  readonly #messages: ServerMessages = new ServerMessages();
  #sweep: (() => void) | undefined;
  #whenEmpty: (() => void) | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    const behaviour = {
      noServer: true,
      clientTracking: false,
      // A pong joins what its room sends next.
      autoPong: false,
      // Frames of ours go out beside those of ws: nothing may compress or split them.
      perMessageDeflate: false,
      maxPayload: options.limits.messageBytesMax,
      closeTimeout: closeAnswerMs,
    };
    this.#webSockets = new WebSocketServer(behaviour);
    this.#armSweep();
  }

  /** Open sockets; those within this process are not counted. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Takes over a socket whose upgrade request was read: the one way in from a network. */
  adopt(facts: Facts, socket: Duplex, head: Buffer): void {
    const { method, url, headers, target } = facts;
    const request = { method, url, headers } as unknown as IncomingMessage;
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('close', () => this.#forget(webSocket));
      const session =
        typeof target === 'string'
          ? this.#openText(target, url, webSocket)
          : this.#openSocket(target, webSocket, socket);
      this.#sockets.set(webSocket, session);
    });
  }

  /** The way in from within this process, for the option `WebSocket` of `connect`. */
  localWebSocket(): LocalWebSocket {
    const enter = (url: string, line: Line): Session | undefined => {
      const address = parseAddress(url);
      const session = address && this.#open(address, line);
      if (session !== undefined) this.#locals.add(session);
      else line.terminate();
      return session;
    };
    return class extends LocalSocket {
      constructor(url: string) {
        super(url, enter);
      }
    };
  }

  #openText(path: string, url: string, webSocket: WebSocket): TextSession | undefined {
    const { host, limits, onError, endpoints } = this.#options;
    const endpoint = endpoints[path];
    if (endpoint === undefined) return undefined;
    const parts = { webSocket, url, limits, onError, openedAt: host.clock.now() };
    return new TextSession(parts, endpoint);
  }

  #openSocket(address: Address, webSocket: WebSocket, socket: Duplex): Session | undefined {
    const session = this.#open(address, new SocketLine(webSocket, socket));
    webSocket.on('message', (data, isBinary) => session?.message(data as Buffer, isBinary));
    webSocket.on('ping', (data) => session?.pinged(data));
    webSocket.on('pong', () => session?.ponged());
    webSocket.on('close', () => session?.closed());
    // A protocol violation: ws closes with the standard's own code, and `close` follows.
    webSocket.on('error', () => {});
    return session;
  }

  /** A session for the room that the address names; undefined where it named no game of ours. */
  #open(address: Address, line: Line): Session | undefined {
    const { host, limits, onError } = this.#options;
    const blueprint = host.catalogue.blueprint(address.game);
    const messages = this.#messages;
    if (blueprint === undefined) {
      sayBye(line, messages, 'unknownGame');
      return undefined;
    }
    const openedAt = host.clock.now();
    return new Session({ line, address, blueprint, messages, host, limits, openedAt, onError });
  }

  /** Closes every connection with this reason; resolves when all are gone, at the latest after the time. */
  async close(why: CloseName, timeoutMs: number): Promise<void> {
    this.#sweep?.();
    for (const session of this.#sessions()) {
      if (session instanceof TextSession) session.end(why);
      else session.close(why);
    }
    this.#locals.clear();
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

  *#sessions(): Generator<Session | TextSession> {
    for (const session of this.#sockets.values()) if (session !== undefined) yield session;
    for (const session of this.#locals) {
      if (session.isOver) this.#locals.delete(session);
      else yield session;
    }
  }

  #armSweep(): void {
    const { clock } = this.#options.host;
    this.#sweep = clock.after(sweepMs, () => {
      const now = clock.now();
      for (const session of this.#sessions()) session.sweep(now);
      this.#armSweep();
    });
  }
}
