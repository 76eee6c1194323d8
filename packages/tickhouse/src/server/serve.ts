// serve(): a whole server on one port: pages, WebSocket, health and the list of rooms.

import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TickhouseError } from '../errors.ts';
import type { AnyGame } from '../game/index.ts';
import { type Attached, attachTo } from './attach.ts';
import { notFound, pagesHandler } from './front/index.ts';
import type { LocalWebSocket } from './gate/index.ts';
import type { AttachOptions, ServeOptions } from './options.ts';
import { onSignals } from './signals.ts';

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /**
   * Reaches this server from within its process, without a network: bots and adapters write
   * `connect(server.url, { WebSocket: server.WebSocket, reconnectMs: 0 })` and are players as any
   * other.
   */
  readonly WebSocket: LocalWebSocket;
  /** Tells every player, closes every socket; resolves within `closeTimeoutMs` and a second. */
  close(): Promise<void>;
}

/**
 * Starts a server and resolves when it listens.
 * @throws SERVER_OPTIONS, GAME_DEFINITION, SERVER_PORT when the port is taken or not allowed,
 * SERVER_PAGES when the folder of pages has no index.html, and what
 * `attach` throws
 */
export async function serve<const G extends readonly AnyGame[]>(
  options: ServeOptions<G>,
): Promise<RunningServer> {
  const { port = 8080, host = '127.0.0.1', pages, signals = true } = options;
  if (pages !== undefined && !existsSync(join(pages, 'index.html'))) {
    throw new TickhouseError('SERVER_PAGES', `${pages} has no index.html: build the pages first`);
  }
  const server = createServer();
  const { attached, goOn } = await attachTo(server, options as AttachOptions);
  const servePages = pages === undefined ? undefined : pagesHandler(pages, options.record);
  server.on('request', (request, response) => {
    if (attached.handle(request, response)) return;
    if (!servePages?.(request, response)) notFound(response);
  });
  try {
    await listen(server, port, host);
  } catch (error) {
    await attached.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const running: RunningServer = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    WebSocket: attached.WebSocket,
    close: () => {
      closing ??= closeAll(server, attached).finally(stopListening);
      return closing;
    },
  };
  const stopListening = signals ? onSignals(running) : () => {};
  // Who awaits this has the server by then.
  setImmediate(goOn);
  return running;
}

async function closeAll(server: Server, attached: Attached): Promise<void> {
  // Until the players are gone /healthz answers, with 503: load balancers look there.
  await attached.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void => {
      const why: Record<string, string> = {
        EADDRINUSE: 'another program listens there: stop it or choose another port',
        EACCES: 'ports below 1024 need more rights: choose one from 1024',
        EADDRNOTAVAIL: 'this machine has no such address',
        ENOTFOUND: 'this machine has no such address',
        ERR_SOCKET_BAD_PORT: 'a port is a whole number from 0 to 65535',
      };
      const reason = why[cause.code ?? ''] ?? cause.message;
      reject(
        new TickhouseError('SERVER_PORT', `cannot listen on ${host}:${port}: ${reason}`, { cause }),
      );
    };
    server.once('error', failed);
    try {
      server.listen(port, host, () => {
        server.off('error', failed);
        resolve();
      });
    } catch (error) {
      // A port that no machine has is thrown, not emitted.
      failed(error as NodeJS.ErrnoException);
    }
  });
}
