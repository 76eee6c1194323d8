// Plain HTTP: health, the list of rooms, pages.

import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { pathnameOf } from './pathname.ts';
import type { House, Route } from './ports.ts';

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

const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** `GET /healthz`, `GET /rooms?game=…` and the routes that the server added; tells whether it answered. */
export function houseHandler(house: House): HttpHandler {
  return (request, response) => {
    const target = request.url ?? '/';
    const path = pathnameOf(target);
    if (path === '/healthz' || path === '/rooms') answerHouse(house, path, request, response);
    else {
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
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
): void {
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    answer(response, 405, { error: 'use GET' });
  } else if (path === '/healthz') {
    const health = house.health();
    answer(response, health.status === 'ok' ? 200 : 503, health);
  } else {
    const game = new URL(url, 'http://host').searchParams.get('game');
    answer(response, 200, {
      rooms: house.rooms().filter((room) => game === null || room.game === game),
    });
  }
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

/** Files of one folder, with compressed variants where they lie beside them; 404 for the rest. */
export function pagesHandler(folder: string): HttpHandler {
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
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    serveFile(request, response, () => notFound(response));
    return true;
  };
}

export function notFound(response: ServerResponse): void {
  answer(response, 404, { error: 'there is nothing at this address' });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(`${JSON.stringify(body)}\n`);
}
