// A server of large ticks in a test, whose ends of the connections can be looked at: how much each has
// not sent yet.

import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { RoomOf } from '../../packages/tickhouse/src/client/index.ts';
import { type AttachOptions, attach } from '../../packages/tickhouse/src/server/index.ts';
import { frameBytes, opcodes } from './frames.ts';
import { storm } from './games/storm.ts';
import { visitor } from './house.ts';
import { listen } from './own-server.ts';
import { helloFor } from './raw-client.ts';
import { RawSocket, upgradeRequest } from './raw-socket.ts';
import { Replica } from './replica.ts';

export type StormRoom = RoomOf<typeof storm>;

const arena = { room: 'desert' };
export const bufferedBytesMax = 65_536;

/** A player below WebSocket, and what it has of the room. */
export class RawPlayer extends RawSocket {
  readonly replica: Replica = new Replica(storm);
  #read = 0;

  constructor(port: number) {
    super(port);
    this.socket.write(upgradeRequest('/play/storm/desert'));
    this.socket.write(frameBytes(helloFor(storm, {})));
  }

  /** Takes what has come into the replica; calls `each` with every state that it makes. */
  read(each: (replica: Replica) => void = () => {}): this {
    for (; this.#read < this.frames.length; this.#read++) {
      const { opcode, payload } = this.frames[this.#read] as RawSocket['frames'][number];
      if (opcode !== opcodes.binary) continue;
      const heard = this.replica.take(payload);
      if (heard === 'snapshot' || heard === 'tick') each(this.replica);
    }
    return this;
  }
}

export interface StormHouse {
  readonly url: string;
  readonly errors: readonly unknown[];
  /** The server's end of the connection whose other end has this port. */
  end(port: number | undefined): Socket;
  /** Somebody who reads everything. */
  healthy(): Promise<StormRoom>;
  rawPlayer(): RawPlayer;
}

/** Nobody is behind for saying nothing, nor closed, unless `limits` says so. */
export async function openStorm(
  limits: AttachOptions['limits'] = {},
  closeTimeoutMs = 200,
): Promise<StormHouse> {
  const errors: unknown[] = [];
  const ends = new Map<number | undefined, Socket>();
  const http = createServer();
  http.on('connection', (socket) => ends.set(socket.remotePort, socket));
  const attached = await attach(http, {
    games: [storm],
    checkDeterminism: false,
    closeTimeoutMs,
    limits: {
      bufferedBytesMax,
      behindMs: 60_000,
      tooSlowMs: 60_000,
      silentMs: 60_000,
      graceMs: 60_000,
      ...limits,
    },
    onError: (error) => errors.push(error),
  });
  const port = await listen(http, attached);
  const url = `http://127.0.0.1:${port}`;
  const end = (of: number | undefined): Socket => {
    const socket = ends.get(of);
    if (socket === undefined) throw new Error(`no connection came from port ${of}`);
    return socket;
  };
  const healthy = (): Promise<StormRoom> => visitor(url).join(storm, {}, arena);
  return { url, errors, end, healthy, rawPlayer: () => new RawPlayer(port) };
}

/** A player with our client, whose socket can be told to read nothing. */
export interface Pausable {
  readonly room: StormRoom;
  readonly webSocket: WebSocket;
  /** The type of the last message that came. */
  lastType(): number | undefined;
}

export async function pausable(url: string): Promise<Pausable> {
  let webSocket: WebSocket | undefined;
  let lastType: number | undefined;
  class Kept extends WebSocket {
    constructor(to: string) {
      super(to);
      webSocket = this;
      // Before the client hears of it.
      this.on('message', (data) => {
        lastType = new Uint8Array(data as ArrayBuffer)[0];
      });
    }
  }
  const room = await visitor(url, { WebSocket: Kept }).join(storm, {}, arena);
  return { room, webSocket: webSocket as WebSocket, lastType: () => lastType };
}

/** The port of a client's end. */
export function portOf(webSocket: WebSocket): number | undefined {
  return (webSocket as unknown as { readonly _socket: Socket })._socket.localPort;
}
