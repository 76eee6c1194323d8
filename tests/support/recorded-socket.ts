// The server's end of a connection that has no network: every write that reaches it is kept as one,
// and what a client would say is given to it by hand.

import { Duplex } from 'node:stream';
import { expect, onTestFinished } from 'vitest';
import type { Gate } from '../../packages/tickhouse/src/server/gate/index.ts';
import type { Clock } from '../../packages/tickhouse/src/time/index.ts';
import { parseAddress } from '../../packages/tickhouse/src/wire/index.ts';
import { type Frame, framesIn } from './frames.ts';

type Done = (error?: Error | null) => void;

export interface Write {
  readonly bytes: Buffer;
  /** When it was made, on the clock that was given. */
  readonly at: number;
}

export class RecordedSocket extends Duplex {
  /** What would have been system calls, in order. */
  readonly writes: Write[] = [];
  readonly #now: () => number;
  #isFull = false;
  #stuck: Done | undefined;

  constructor(now: () => number) {
    super();
    this.#now = now;
  }

  /** The frames of the writes from the given one on, write by write. */
  framesFrom(first: number): Frame[][] {
    return this.writes.slice(first).map(({ bytes }) => framesIn(bytes));
  }

  /** The client says this; resolves when it was heard. */
  async hears(...parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) this.push(part);
    await new Promise(setImmediate);
  }

  /** The network takes one more write, and nothing after it. */
  fill(): void {
    this.#isFull = true;
  }

  /** The network takes everything again. */
  async drain(): Promise<void> {
    this.#isFull = false;
    this.#stuck?.();
    await new Promise(setImmediate);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#record(chunk, done);
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    this.#record(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  #record(bytes: Buffer, done: Done): void {
    // A copy: what a frame's bytes become later must not change what was written.
    this.writes.push({ bytes: Buffer.from(bytes), at: this.#now() });
    if (this.#isFull) this.#stuck = done;
    else done();
  }
}

const headers = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** A connection that a gate has taken, as far as its handshake: the first write. */
export async function adopted(gate: Gate, url: string, clock: Clock): Promise<RecordedSocket> {
  const socket = new RecordedSocket(() => clock.now());
  onTestFinished(() => void socket.destroy());
  const target = parseAddress(url) ?? url;
  gate.adopt({ method: 'GET', url, headers, target }, socket, Buffer.alloc(0));
  await socket.hears();
  expect(String(socket.writes[0]?.bytes)).toMatch(/^HTTP\/1.1 101 .*\r\n\r\n$/s);
  return socket;
}
