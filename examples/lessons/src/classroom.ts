// What all lessons share: the page, the address, the wire. A lesson adds what answers a connection;
// the rest is serve() of tickhouse, without a game.

import { fileURLToPath } from 'node:url';
import type { Clock, Endpoint, RunningServer, TextSocket } from 'tickhouse/server';
import { serve, systemClock } from 'tickhouse/server';
import { urlOf } from './address.ts';
import type { Settings } from './settings.ts';

/** One lesson: what the page says of it, and what it does. */
export interface Lesson {
  /** The article's number: `3.1`. */
  readonly number: string;
  readonly title: string;
  /** What it shows, in one line. */
  readonly idea: string;
  /** Where to read it, within src. */
  readonly file: string;
  /** What the page offers beside the keys: each button sends its text. Default: none. */
  readonly buttons?: readonly { readonly label: string; readonly text: string }[];
  /** Whether the page asks for a room and connects to `/connect?room=…`. Default: false. */
  readonly rooms?: boolean;
  /** Starts what runs beside the connections, and returns what answers each of them. */
  open(given: Given): Endpoint | Promise<Endpoint>;
}

/** What a lesson is given. */
export interface Given extends Settings {
  readonly clock: Clock;
  /** Aborts when the server begins to close. */
  readonly closing: AbortSignal;
  readonly log: (text: string) => void;
}

/** Starts a lesson's server, which ends this process after it has closed; returns where people reach it. */
export async function openClassroom(
  { open, ...about }: Lesson,
  settings: Settings,
  closing: AbortSignal,
): Promise<string> {
  const { port, host } = settings;
  let server: RunningServer | undefined;
  closing.addEventListener('abort', async () => {
    await server?.close();
    process.exit();
  });
  const given = { ...settings, clock: systemClock(), closing, log: console.log };
  server = await serve({
    games: [],
    port,
    host,
    // Its own take a second signal for impatience: see closing.ts.
    signals: false,
    pages: fileURLToPath(new URL('../page', import.meta.url)),
    routes: {
      '/lesson': (_request, response) => {
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(JSON.stringify(about));
      },
      // One of them is the server's own; the others are the lesson's.
      '/timers': (_request, response) => {
        const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
        response.end(`${timers.length}\n`);
      },
    },
    endpoints: { '/connect': await open(given) },
  });
  return urlOf({ host, port: server.port });
}

/** Says the same to everyone. */
export function tellAll(players: Iterable<TextSocket>, text: string): void {
  for (const player of players) player.send(text);
}

/** What the server answers to a text that should be a key code. */
export function answerTo(text: string): string {
  if (/^\d{1,5}$/.test(text)) return `Pressed key code: ${Number(text)}`;
  return `Not a key code: ${JSON.stringify(text.slice(0, 20))}. Send a whole number, such as 65.`;
}
