// A Unix socket (a named pipe on Windows) on which other processes of this machine say lines:
// `echo hello | nc -N -U data/lesson.sock`. Who may write to it is a matter of the file's rights.

import { once } from 'node:events';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Given } from './classroom.ts';
import { LessonError } from './lesson-error.ts';

const lineCharsMax = 200;
const connectionBytesMax = 65_536;

/**
 * Hears lines until the server closes, which also removes the socket.
 * @throws LESSON_SAY_PATH when nothing can listen there
 */
export async function listenForLines(
  { sayPath: path, closing }: Pick<Given, 'sayPath' | 'closing'>,
  hear: (line: string) => void,
): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    // A line without an end would fill the memory: readline has no limit of its own.
    socket.on('data', () => {
      if (socket.bytesRead > connectionBytesMax) socket.destroy();
    });
    const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => hear(line.slice(0, lineCharsMax)));
  });
  try {
    if (process.platform !== 'win32') mkdirSync(dirname(path), { recursive: true });
    await listen(server, path, closing).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || !(await isLeftOver(path))) throw error;
      rmSync(path);
      await listen(server, path, closing);
    });
  } catch (cause) {
    throw new LessonError('LESSON_SAY_PATH', `SAY_PATH=${path}: ${faultOf(path, cause)}`, {
      cause,
    });
  }
}

/** Why nothing can listen there, and what to do. */
function faultOf(path: string, cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const isTaken = code === 'EADDRINUSE';
  if (isTaken && !isSocket(path)) return 'something else lies there: choose another path';
  if (isTaken) return 'another lesson listens there: stop it, or choose another path';
  return `no socket can be made there (${code ?? message}): choose another path`;
}

async function listen(server: Server, path: string, signal: AbortSignal): Promise<void> {
  server.listen({ path, signal });
  await once(server, 'listening');
}

/** A process that was killed leaves its socket's file, and nobody answers there. */
async function isLeftOver(path: string): Promise<boolean> {
  if (!isSocket(path)) return false;
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
}
