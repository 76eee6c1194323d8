// Recordings over HTTP: the file of one, where a match's recording lies, or why there is none. There is
// no list: who knows an id was given it.
//
//   GET /recordings/RUN-TICK      the recording of a match that begins at this tick
//   GET /recordings/RUN?t=TICK    leads to the one that has this tick; without t to the first

import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { answer } from './answer.ts';
import type { RecordingAnswer } from './ports.ts';

export const recordingsPath = '/recordings/';

export function answerRecording(
  find: (id: string, tick: number | undefined) => RecordingAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
  const found = find(pathname.slice(recordingsPath.length), tickIn(searchParams.get('t')));
  if (found.kind === 'file') sendFile(found.path, request, response);
  else if (found.kind === 'moved') {
    response.writeHead(307, { Location: recordingsPath + found.id, 'Cache-Control': 'no-store' });
    response.end();
  } else if (found.kind === 'open') {
    const { game, room } = found;
    const error = 'the match is still being played: its recording is here when it is over';
    answer(response, 409, { code: 'RECORDING_OPEN', error, game, room });
  } else sayNone(response);
}

function tickIn(text: string | null): number | undefined {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function sendFile(path: string, { method }: IncomingMessage, response: ServerResponse): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    sayNone(response);
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': size,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
  });
  if (method === 'HEAD') response.end();
  // What ends early destroys the response: a client sees that it is not whole.
  else pipeline(createReadStream(path), response, () => {});
}

function sayNone(response: ServerResponse): void {
  const error = 'there is no recording with this id, or not any more';
  answer(response, 404, { code: 'RECORDING_NOT_FOUND', error });
}
