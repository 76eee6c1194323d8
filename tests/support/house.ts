// A server of the counting game for one test: real sockets on loopback, every failure kept, and
// closed when the test is over.

import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  type Client,
  type ConnectOptions,
  connect,
} from '../../packages/tickhouse/src/client/index.ts';
import type { AnyGame } from '../../packages/tickhouse/src/index.ts';
import {
  type RunningServer,
  type ServeOptions,
  serve,
} from '../../packages/tickhouse/src/server/index.ts';
import { counting } from './counting-game.ts';

export interface House extends RunningServer {
  /** What `onError` was told. */
  readonly errors: unknown[];
  /** A client of this house. */
  client(options?: ConnectOptions): Client;
}

type HouseOptions = Omit<Partial<ServeOptions<readonly AnyGame[]>>, 'signals' | 'onError'>;

/** Lost seats are given up, and empty rooms closed, at once; `limits` may say otherwise. */
export async function openHouse({ limits, ...options }: HouseOptions = {}): Promise<House> {
  const errors: unknown[] = [];
  const server = await serve({
    games: [counting] as readonly AnyGame[],
    port: 0,
    checkDeterminism: true,
    closeTimeoutMs: 200,
    ...options,
    limits: { graceMs: 1, lingerMs: 1, ...limits },
    signals: false,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => server.close());
  return {
    ...server,
    errors,
    client: (given) => visitor(server.url, given),
  };
}

/** A client whose rooms are left when the test is over. */
export function visitor(url: string, options: ConnectOptions = {}): Client {
  const client = connect(url, { WebSocket, ...options });
  const keep = <R extends { leave(): Promise<void> }>(room: R): R => {
    onTestFinished(() => void room.leave());
    return room;
  };
  return {
    join: async (game, player, choice) => keep(await client.join(game, player, choice)),
    watch: async (game, choice) => keep(await client.watch(game, choice)),
  };
}

/** The code of the error that a promise rejects with; 'nothing' where it resolves. */
export async function rejectionOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'nothing';
}
