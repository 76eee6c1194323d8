// attach(): rooms on an HTTP server that you already have.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyGame } from '../game/index.ts';
import { compose } from './composition.ts';
import { refuseUpgrade } from './front/index.ts';
import type { LocalWebSocket } from './gate/index.ts';
import { type AttachOptions, settingsOf } from './options.ts';

export interface Attached {
  /**
   * Answers `/healthz`, `/rooms`, `/recordings/ID` and your `routes`; call it first in your request handler. Tells
   * whether it did.
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** As of a running server. */
  readonly WebSocket: LocalWebSocket;
  /** Tells every player, and resolves when they are gone. Your HTTP server stays as it is. */
  close(): Promise<void>;
}

/**
 * Takes the WebSocket upgrades for `/play/…`, `/watch/…` and your `endpoints` of `server`; all others are left to your
 * own listeners, or answered with 404 where there are none.
 * @throws SERVER_OPTIONS, GAME_DEFINITION, and where something is to be kept DATA_DIR, DATA_DIR_IN_USE,
 * STORE_DAMAGED, STORE_VERSION, STORE_FULL, STORE_FAILED
 */
export async function attach<const G extends readonly AnyGame[]>(
  server: Server,
  options: AttachOptions<G>,
): Promise<Attached> {
  const { attached, goOn } = await attachTo(server, options as AttachOptions);
  // Who awaits this has the server by then.
  setImmediate(goOn);
  return attached;
}

/** As `attach`; the rooms of an earlier process go on when they are told to. */
export async function attachTo(
  server: Server,
  options: AttachOptions,
): Promise<{ readonly attached: Attached; readonly goOn: () => void }> {
  const composition = await compose(settingsOf(options));
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (composition.upgrade(request, socket, head)) return;
    if (server.listenerCount('upgrade') === 1) refuseUpgrade(socket, '404 Not Found');
  };
  server.on('upgrade', onUpgrade);
  const attached: Attached = {
    handle: composition.http,
    WebSocket: composition.WebSocket,
    close: async () => {
      await composition.close();
      server.off('upgrade', onUpgrade);
    },
  };
  return { attached, goOn: () => composition.goOn() };
}
