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
  const host = process.env.HOST || 'localhost';
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
    console.log(`Snake is on ${isEveryAddress(host) ? localUrl(server.port) : server.url}`);
  } catch (error) {
    if (!(error instanceof TickhouseError)) throw error;
    refuse(error.message);
  }
}

/** A browser cannot be pointed at these; on the server's own machine localhost leads there. */
function isEveryAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function localUrl(port: number): string {
  return `http://localhost:${port}`;
}

function refuse(sentence: string): void {
  console.error(`Snake cannot start: ${sentence}`);
  process.exitCode = 1;
}

await main();
