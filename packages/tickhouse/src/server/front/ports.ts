// What the front needs of whoever stands behind it: the seam between reading a request and owning the
// socket. In one process a call; between processes a message with the socket.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Facts } from '../../wire/index.ts';

export type Adopt = (facts: Facts, socket: Duplex, head: Buffer) => void;

/** Answers the requests for one path; what it throws is answered with 500. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What `/healthz` and `/rooms` say, and who answers other paths. */
export interface House {
  readonly routes: Readonly<Record<string, Route>>;
  readonly onError: (error: unknown) => void;
  health(): { readonly status: 'ok' | 'closing' } & Readonly<Record<string, unknown>>;
  rooms(): readonly { readonly game: string }[];
}
