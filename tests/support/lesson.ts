// A lesson as its own process, as `npm run lesson` starts it, and a plain client of its wire.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { Program } from './program.ts';

const dist = fileURLToPath(new URL('../../examples/lessons/dist/', import.meta.url));

/** A program of the lessons: `main` or `say`. */
export function lessonProgram(
  name: 'main' | 'say',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const path = join(dist, `${name}.js`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build first`);
  return new Program(process.execPath, [path, ...args], { HOST: '127.0.0.1', PORT: '0', ...env });
}

export interface RunningLesson {
  readonly program: Program;
  readonly url: string;
  /** Where lesson 3.4 hears other processes. */
  readonly sayPath: string;
  /** The database of lesson 3.5. */
  readonly dbPath: string;
}

/** Starts a lesson with quick ticks on a free port; resolves when it listens. */
export async function startLesson(
  number: string,
  env: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<RunningLesson> {
  const folder = mkdtempSync(join(tmpdir(), 'lesson-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sayPath = join(folder, 'say.sock');
  const dbPath = join(folder, 'ticks.sqlite');
  // A tick of 3.6 is a fifth of a second of work for another core.
  const periodMs = number === '3.6' ? '200' : '20';
  const settings = { PERIOD_MS: periodMs, SAY_PATH: sayPath, DB_PATH: dbPath, ...env };
  const program = lessonProgram('main', [number, ...options], settings);
  const [, port] = await program.printed(/ is on http:\/\/localhost:(\d+)\n/);
  return { program, url: `http://127.0.0.1:${port}`, sayPath, dbPath };
}

/** A WebSocket client that is none of ours. */
export class LessonClient {
  readonly socket: WebSocket;
  readonly heard: string[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  private constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => this.heard.push(String(data)));
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
    onTestFinished(() => this.socket.terminate());
  }

  /** Connects, and resolves when the connection is open. */
  static async open({ url }: RunningLesson, query = ''): Promise<LessonClient> {
    const client = new LessonClient(`${url.replace('http', 'ws')}/connect${query}`);
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('error', reject);
    });
    return client;
  }

  send(text: string): void {
    this.socket.send(text);
  }

  /** Resolves with the first text, of those not yet awaited, that is this or matches this. */
  async hears(wanted: string | RegExp): Promise<string> {
    for (;;) {
      const index = this.heard.findIndex((text) =>
        typeof wanted === 'string' ? text === wanted : wanted.test(text),
      );
      if (index >= 0) return this.heard.splice(0, index + 1).at(-1) as string;
      const next = new Promise<void>((resolve) => this.socket.once('message', () => resolve()));
      const over = this.closed.then(({ code }) => {
        throw new Error(`closed with ${code} before ${wanted} came`);
      });
      await Promise.race([next, over]);
    }
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
