// Upgrade requests: who may come in, and which room or endpoint the URL names.
//
// A browser's script cannot read an HTTP refusal of an upgrade; so here only those are refused that no
// page of ours sends, and everything about rooms is answered after the handshake, by close code.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Facts, parseAddress } from '../../wire/index.ts';
import { Connections } from './connections.ts';
import { pathnameOf } from './pathname.ts';
import type { Adopt } from './ports.ts';

export interface UpgradeOptions {
  /** Origins whose pages may connect, beside the server's own; '*' allows all. */
  readonly origins: readonly string[];
  /** Believe X-Forwarded-For: only behind a proxy that sets it. */
  readonly trustProxy: boolean;
  readonly connectionsPerAddressMax: number;
  /** Paths that speak another protocol. */
  readonly endpoints: Readonly<Record<string, unknown>>;
}

export class Upgrades {
  readonly #options: UpgradeOptions;
  readonly #adopt: Adopt;
  readonly #connections: Connections;
  #isClosed = false;

  constructor(options: UpgradeOptions, adopt: Adopt) {
    this.#options = options;
    this.#adopt = adopt;
    this.#connections = new Connections(options.connectionsPerAddressMax);
  }

  /** From now on nobody comes in. */
  close(): void {
    this.#isClosed = true;
  }

  /** Takes the socket where the URL is one of ours; tells whether it did. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const target = this.#targetOf(request.url ?? '');
    if (target === undefined) return false;
    if (this.#isClosed) refuseUpgrade(socket, '503 Service Unavailable');
    else if (!this.#isAllowedOrigin(request)) refuseUpgrade(socket, '403 Forbidden');
    else if (!this.#connections.admit(this.#remoteOf(request), socket)) {
      refuseUpgrade(socket, '429 Too Many Requests');
    } else {
      const { method = 'GET', url = '' } = request;
      this.#adopt({ method, url, headers: plain(request.headers), target }, socket, head);
    }
    return true;
  }

  #targetOf(url: string): Facts['target'] | undefined {
    const path = pathnameOf(url);
    if (path !== undefined && Object.hasOwn(this.#options.endpoints, path)) return path;
    return parseAddress(url);
  }

  #isAllowedOrigin({ headers }: IncomingMessage): boolean {
    const { origin, host } = headers;
    // Not a browser's page: it could claim any origin.
    if (origin === undefined) return true;
    const { origins } = this.#options;
    if (origins.includes('*') || origins.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  #remoteOf(request: IncomingMessage): string {
    const forwarded = this.#options.trustProxy ? request.headers['x-forwarded-for'] : undefined;
    const last = forwarded?.toString().split(',').at(-1)?.trim();
    return last || (request.socket.remoteAddress ?? '');
  }
}

/** Answers an upgrade with an HTTP status and ends the socket. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value) names[name] = value.toString();
  return names;
}
