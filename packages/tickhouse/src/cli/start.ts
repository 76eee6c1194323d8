// `tickhouse start`: serves the games of a module.

import type { AnyGame } from '../game/index.ts';
import { type AttachOptions, type Durability, serve } from '../server/index.ts';
import { readArguments } from './arguments.ts';
import { loadGames } from './find-game.ts';
import { UsageError } from './usage-error.ts';

export const startUsage = `  tickhouse start MODULE                serves the games that a JavaScript module exports
    --port 8080       or PORT; 0 takes any free port
    --host 127.0.0.1  or HOST; 0.0.0.0 or :: for every address
    --data data       or DATA_DIR; the folder of what is kept
    --durability process   what rooms survive: memory, process or disk
    --pages DIR       a folder of built pages, with an index.html
  What the module exports as \`effects\` and \`work\` handles those of its games.`;

type Print = (line: string) => void;

/** Resolves when it listens; the server ends with SIGTERM or SIGINT. */
export async function startCommand(args: readonly string[], print: Print): Promise<number> {
  const { module, ...options } = optionsOf(args);
  const { games, effects, work } = await loadGames(module);
  const handlers = { effects, work } as Pick<AttachOptions, 'effects' | 'work'>;
  const server = await serve({ ...options, ...handlers, games: games as readonly AnyGame[] });
  print(`${games.map(({ name }) => name).join(', ')} on ${server.url}`);
  return 0;
}

function optionsOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { port: text, host: text, data: text, durability: text, pages: text };
  const { subject: module, values } = readArguments(args, options, 'start needs one MODULE');
  const { PORT, HOST, DATA_DIR } = process.env;
  const port = values.port ?? (PORT || '8080');
  if (!/^\d+$/.test(port)) throw new UsageError(`port ${port}: it is a whole number`);
  return {
    module,
    port: Number(port),
    host: values.host ?? (HOST || '127.0.0.1'),
    dataDir: values.data ?? (DATA_DIR || 'data'),
    durability: (values.durability ?? 'process') as Durability,
    ...(values.pages === undefined ? {} : { pages: values.pages }),
  };
}
