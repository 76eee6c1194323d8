// What the front needs of whoever stands behind it: the seam between reading a request and owning the
// socket. In one process a call; between processes a message with the socket.

import type { Duplex } from 'node:stream';
import type { Facts } from '../../wire/index.ts';

export type Adopt = (facts: Facts, socket: Duplex, head: Buffer) => void;

/** What `/healthz` and `/rooms` say. */
export interface House {
  health(): { readonly status: 'ok' | 'closing' } & Readonly<Record<string, unknown>>;
  rooms(): readonly { readonly game: string }[];
}
