// A program that is started again whenever it ends, until everything is to end.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LessonError } from './lesson-error.ts';

const againMs = 500;
/** Who has not ended so long after it was asked to is killed. */
const patienceMs = 5_000;

interface Kept {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Ends the program, and the keeping. */
  readonly closing: AbortSignal;
}

/** Resolves when the program has ended and will not be started again. */
export async function keepAlive({ name, command, env, closing }: Kept): Promise<void> {
  const [path = '', ...args] = command;
  while (!closing.aborted) {
    const child = spawn(path, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(child, 'exit');
    console.log(`${name} started as process ${child.pid}`);
    const end = (): void => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), patienceMs).unref();
    };
    closing.addEventListener('abort', end, { once: true });
    const [code, signal] = await ended;
    closing.removeEventListener('abort', end);
    if (closing.aborted) return;
    console.log(`${name} ended (${signal ?? code}); it is started again`);
    await sleep(againMs, undefined, { signal: closing }).catch(() => {});
  }
}

/**
 * Where a program lies; a variable of its name, such as HAPROXY, may say so.
 * @throws LESSON_PROGRAM when it is not installed
 */
export function programPath(name: string): string {
  const variable = name.toUpperCase().replace('-', '_');
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const places = [process.env[variable], ...folders.map((folder) => join(folder, name))];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found !== undefined) return found;
  throw new LessonError(
    'LESSON_PROGRAM',
    `${name} is not installed: apt-get install ${name === 'setpriv' ? 'util-linux' : name}, or set ${variable}`,
  );
}
