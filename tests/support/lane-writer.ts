// A process of its own that appends to a lane until it is killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../fixtures/lane-writer.mjs', import.meta.url));

/** Prints the lane's name, then each number that was acknowledged. */
export function startWriter(
  folder: string,
  durability: string,
): ChildProcess & { readonly stdout: Readable } {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return spawn(process.execPath, [program, folder, durability], {
    stdio: [...stdio],
  }) as ChildProcess & {
    readonly stdout: Readable;
  };
}

/** A folder with the lane of a process that was killed after so many frames at least. */
export async function killedWriter(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-store-'));
  const { lane, acknowledged } = await killedAfter(folder, 'process', count, 0);
  return { folder, lane, last: acknowledged };
}

/** Lets a process append until it has said so many numbers, kills it, and tells what it had said. */
export async function killedAfter(
  folder: string,
  durability: string,
  count: number,
  delayMs: number,
): Promise<{ readonly lane: string; readonly acknowledged: number }> {
  const child = startWriter(folder, durability);
  const ended = once(child, 'close');
  let said = '';
  child.stdout.on('data', (text) => {
    const before = lineCount(said);
    said += text;
    const isTime = before <= count && lineCount(said) > count;
    if (isTime) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  await ended;
  // A number without its line's end was not said.
  const lines = said.split('\n').slice(0, -1);
  const [lane = '', ...numbers] = lines;
  return { lane, acknowledged: Number(numbers.at(-1) ?? 0) };
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
