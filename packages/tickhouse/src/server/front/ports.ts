// What the front needs of whoever stands behind it: the seam between reading a request and owning the
// socket. In one process a call; between processes a message with the socket.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Facts } from '../../wire/index.ts';

export type Adopt = (facts: Facts, socket: Duplex, head: Buffer) => void;

/** Answers the requests for one path; what it throws is answered with 500. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What is known of a recording that somebody asks for. */
export type RecordingAnswer =
  | { readonly kind: 'file'; readonly path: string }
  /** The id named a match; this recording has what was asked for. */
  | { readonly kind: 'moved'; readonly id: string }
  /** The match is still being played; the room's id, unless it is private. */
  | { readonly kind: 'open'; readonly game: string; readonly room: string | undefined }
  | { readonly kind: 'none' };

/** What `/healthz` and `/rooms` say, and who answers other paths. */
export interface House {
  readonly routes: Readonly<Record<string, Route>>;
  readonly onError: (error: unknown) => void;
  health(): { readonly status: 'ok' | 'closing' } & Readonly<Record<string, unknown>>;
  /** @param tick which one of a match's recordings is meant; undefined where nothing is recorded */
  readonly recording: ((id: string, tick: number | undefined) => RecordingAnswer) | undefined;
  rooms(): readonly { readonly game: string }[];
}
