// The game's server: PORT and HOST say where it listens, DATA_DIR what outlives it.

import { TickhouseError } from 'tickhouse/server';
import { settingsFrom } from './settings.ts';
import { SnakeError } from './snake-error.ts';
import { startSnake } from './snake-server.ts';

async function main(): Promise<void> {
  try {
    const settings = settingsFrom(process.env);
    const { host } = settings;
    const server = await startSnake(settings);
    console.log(`Snake is on ${isLocal(host) ? `http://localhost:${server.port}` : server.url}`);
  } catch (error) {
    if (!(error instanceof TickhouseError || error instanceof SnakeError)) throw error;
    console.error(`Snake cannot start: ${error.message} (${error.code})`);
    process.exitCode = 1;
  }
}

/** On the server's own machine localhost leads to each of these. */
function isLocal(host: string): boolean {
  return ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host);
}

await main();
