// Contender: tickhouse, as `serve()` comes, with its journal in memory or on the disk ('process').

import { serve } from '../../packages/tickhouse/dist/server/index.js';
import { gameOf } from './tickhouse-game.mjs';

export async function open({ kind, players, dataDir }) {
  const kept = kind === 'process' ? { durability: 'process', dataDir } : {};
  return (await serve({ games: [gameOf(players)], port: 0, ...kept })).port;
}
