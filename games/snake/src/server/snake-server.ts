// The whole server of the game, composed: pages, rooms, bots, top scores, the classic wire.

import { fileURLToPath } from 'node:url';
import { type Client, connect } from 'tickhouse/client';
import { type RunningServer, serve } from 'tickhouse/server';
import { snake } from '../rules/index.ts';
import { Crews } from './bots/crews.ts';
import { classicEndpoint } from './classic/endpoint.ts';
import { openScores } from './scores/scores.ts';
import type { Settings } from './settings.ts';

const pages = fileURLToPath(new URL('../web', import.meta.url));

/** @throws SNAKE_DATA_DIR, SNAKE_SCORES_FILE, and what `serve` throws */
export async function startSnake({
  port,
  host,
  dataDir,
  durability,
}: Settings): Promise<RunningServer> {
  const scores = await openScores(dataDir);
  /** Bots and classic clients are players of this process. */
  const within = (): Client => connect(server.url, { WebSocket: server.WebSocket, reconnectMs: 0 });
  const crews = new Crews(within);
  const server = await serve({
    games: [snake],
    pages,
    dataDir,
    durability,
    record: true,
    port,
    host,
    effects: {
      snake: {
        score: (score, source) => scores.keep(score, source),
        bots: (bots, { room }) => crews.want(room, bots),
      },
    },
    pools: [scores],
    routes: { '/top-scores': scores.route },
    endpoints: { '/connect': classicEndpoint(within, scores.top) },
  }).catch(async (error) => {
    await scores.close();
    throw error;
  });
  return server;
}
