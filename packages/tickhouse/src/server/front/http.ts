// Plain HTTP: health, the list of rooms, pages.

import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { answer } from './answer.ts';
import { pathnameOf } from './pathname.ts';
import type { House, Route } from './ports.ts';
import { answerRecording, recordingsPath } from './recordings.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Everything comes from this server, nothing is inline, nothing is evaluated. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** One part behind `/watch/`: two are a room's address. */
const recordingPage = /^\/watch\/[^/?]+(?:\?|$)/;

const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/**
 * `GET /healthz`, `GET /rooms?game=…`, `GET /recordings/ID` and the routes that the server added; tells
 * whether it answered.
 */
export function houseHandler(house: House): HttpHandler {
  return (request, response) => {
    const target = request.url ?? '/';
    const path = pathnameOf(target);
    if (path === '/healthz' || path === '/rooms') answerHouse(house, path, request, response);
    else if (house.recording !== undefined && path?.startsWith(recordingsPath)) {
      if (isRead(request, response)) answerRecording(house.recording, request, response);
    } else {
      const route = path !== undefined && Object.hasOwn(house.routes, path) && house.routes[path];
      if (!route) return false;
      void answerRoute(house, route, request, response);
    }
    return true;
  };
}

function answerHouse(
  house: House,
  path: '/healthz' | '/rooms',
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!isRead(request, response)) return;
  if (path === '/healthz') {
    const health = house.health();
    answer(response, health.status === 'ok' ? 200 : 503, health);
  } else {
    const game = new URL(request.url ?? '/', 'http://host').searchParams.get('game');
    answer(response, 200, {
      rooms: house.rooms().filter((room) => game === null || room.game === game),
    });
  }
}

/** Whether it asks for something; where it does not, it is answered. */
function isRead({ method }: IncomingMessage, response: ServerResponse): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  response.setHeader('Allow', 'GET, HEAD');
  answer(response, 405, { error: 'use GET' });
  return false;
}

async function answerRoute(
  house: House,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(request, response);
  } catch (error) {
    house.onError(error);
    if (response.headersSent) response.destroy();
    else answer(response, 500, { error: 'the server made a mistake' });
  }
}

/**
 * Files of one folder, with compressed variants where they lie beside them; 404 for the rest, to whoever
 * reads pages with the folder's `404.html`, where it has one.
 * @param withRecordings `/watch/ID` is the first page, which plays a recording
 */
export function pagesHandler(folder: string, withRecordings = false): HttpHandler {
  const serveFile = sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    setHeaders: (response, path) => {
      for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
      // Vite names what is under /assets/ by its content.
      if (path.startsWith('/assets/')) {
        response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      }
    },
  });
  const missing = join(folder, '404.html');
  const page = existsSync(missing) ? readFileSync(missing) : undefined;
  return (request, response) => {
    const { method, headers } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    if (withRecordings && recordingPage.test(request.url ?? '')) request.url = '/';
    const isReader = page !== undefined && headers.accept?.includes('text/html');
    serveFile(request, response, () =>
      isReader ? sayMissing(response, page) : notFound(response),
    );
    return true;
  };
}

function sayMissing(response: ServerResponse, page: Buffer): void {
  response.writeHead(404, {
    ...pageHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(page);
}

export function notFound(response: ServerResponse): void {
  answer(response, 404, { error: 'there is nothing at this address' });
}
