// The ports of a room: whom it speaks to, without knowing how.

import type { CloseName } from '../wire/index.ts';

/** Bytes on their way to receivers; one payload may go to everybody in the room. */
export class Payload {
  readonly bytes: Uint8Array;
  /** A transport's own form of the bytes, kept here so that it is made once for all receivers. */
  framed: Uint8Array | undefined = undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** One connection, as a room sees it. A transport implements it. */
export interface Receiver {
  /** Bytes that were sent and that the network has not taken yet. */
  readonly buffered: number;
  send(payload: Payload): void;
  /** Sends several messages, in this order, as one write. */
  sendAll(payloads: readonly Payload[]): void;
  /** Ends the connection and says why. Nothing is sent afterwards. */
  close(why: CloseName): void;
}
