// The game's server: the built page and the rooms on one port. PORT and HOST change where it listens.

import { fileURLToPath } from 'node:url';
import { serve, TickhouseError } from 'tickhouse/server';
import { snake } from '../rules/index.ts';
import { portFrom } from './port.ts';
import { type TopScore, TopScores } from './top-scores.ts';

const pages = fileURLToPath(new URL('../web', import.meta.url));

async function main(): Promise<void> {
  const port = portFrom(process.env.PORT);
  if (typeof port === 'string') return refuse(port);
  const host = process.env.HOST || '127.0.0.1';
  const topScores = new TopScores();
  try {
    const server = await serve({
      games: [snake],
      pages,
      port,
      host,
      effects: {
        snake: {
          score: (score: TopScore) => {
            if (topScores.add(score)) console.log(`top score: ${score.points} by ${score.name}`);
          },
        },
      },
    });
    console.log(`Snake is on ${isLocal(host) ? localUrl(server.port) : server.url}`);
  } catch (error) {
    if (!(error instanceof TickhouseError)) throw error;
    refuse(error.message);
  }
}

/** On the server's own machine localhost leads to each of these. */
function isLocal(host: string): boolean {
  return ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host);
}

function localUrl(port: number): string {
  return `http://localhost:${port}`;
}

function refuse(sentence: string): void {
  console.error(`Snake cannot start: ${sentence}`);
  process.exitCode = 1;
}

await main();
