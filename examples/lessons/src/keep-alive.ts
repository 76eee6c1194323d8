// A program that is started again whenever it ends, until everything is to end. The first time it has to
// say that it is ready: what cannot start would be started for ever.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LessonError } from './lesson-error.ts';

const againMs = 500;
const readyMsMax = 60_000;
/** Who has not ended so long after it was asked to is killed. */
const patienceMs = 5_000;
/** How much of what a program says is kept, to be shown when it ends by itself. */
const wordsCharsMax = 2_000;

interface Kept {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it says when it is ready. */
  readonly ready: RegExp;
  /** Ends the program, and the keeping. */
  readonly closing: AbortSignal;
}

/**
 * Resolves when the program is ready, or everything is to end.
 * @throws LESSON_FARM when it ends before it is ready, or is not ready in time
 */
export async function keepAlive(kept: Kept): Promise<void> {
  const { name, closing } = kept;
  if (closing.aborted) return;
  const { ready, ended } = start(kept);
  const late = sleep(readyMsMax, `was not ready after ${readyMsMax} ms`, { ref: false });
  const fault = await Promise.race([ready, ended, late]);
  if (fault !== undefined && !closing.aborted) {
    throw new LessonError('LESSON_FARM', `${name} ${fault}, so nothing else is started`);
  }
  void startAgain(kept, ended);
}

async function startAgain(kept: Kept, firstEnded: Promise<string>): Promise<void> {
  const { name, closing } = kept;
  let how = await firstEnded;
  while (!closing.aborted) {
    console.log(`${name} ${how}; it is started again`);
    await sleep(againMs, undefined, { signal: closing }).catch(() => {});
    if (!closing.aborted) how = await start(kept).ended;
  }
}

/** One run of the program: when it is ready, and how it ended. */
function start({ name, command, env, ready, closing }: Kept) {
  const [path = '', ...args] = command;
  const child = spawn(path, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  console.log(`${name} started as process ${child.pid}`);
  const end = (): void => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), patienceMs).unref();
  };
  closing.addEventListener('abort', end, { once: true });
  let words = '';
  const isReady = new Promise<undefined>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(-wordsCharsMax);
        if (ready.test(words)) resolve(undefined);
      });
    }
  });
  const ended = once(child, 'close').then(([code, signal]): string => {
    closing.removeEventListener('abort', end);
    if (signal === null && !closing.aborted) console.error(words.trim());
    return `ended (${signal ?? code})`;
  });
  return { ready: isReady, ended };
}
