// One membership in a room, over as many sockets as it takes: hello, welcome, snapshot, ticks, and
// after a lost connection the same seat again.

import { BitWriter } from '../codec/index.ts';
import { type ErrorCode, TickhouseError } from '../errors.ts';
import { type AnyGame, type Blueprint, blueprintOf, type PlainValues } from '../game/index.ts';
import {
  type Address,
  type Bye,
  closeNameOf,
  errorCodeOf,
  mayRetry,
  pathOf,
  readBye,
  readWelcome,
  type Welcome,
  writeHello,
} from '../wire/index.ts';
import type { AnyRoom, StatusReason } from './client-room.ts';
import { Room } from './room.ts';
import { openState, type SocketLike, type SocketMaker } from './socket.ts';

interface ConnectionOptions {
  readonly base: string;
  readonly WebSocket: SocketMaker;
  readonly reconnectMs: number;
  readonly game: AnyGame;
  /** Undefined: watch. */
  readonly player: PlainValues | undefined;
  readonly room: string;
  readonly options: Address['options'];
}

const backoffMs = { first: 200, max: 5_000 } as const;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #blueprint: Blueprint;
  #socket: SocketLike | undefined;
  #room: Room | undefined;
  #welcome: Welcome | undefined;
  #attempts = 0;
  #lostAt = 0;
  #left = false;
  #settle: { resolve(room: AnyRoom): void; reject(error: unknown): void } | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#blueprint = blueprintOf(options.game);
  }

  /** Resolves with the room when its first state is here. */
  open(): Promise<AnyRoom> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#attempt();
    });
  }

  send(bytes: Uint8Array): boolean {
    if (this.#socket?.readyState !== openState) return false;
    this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
    return true;
  }

  /** Closes for good. */
  leave(): void {
    this.#left = true;
    if (this.#socket === undefined) this.#end(new TickhouseError('LEFT', 'you left the room'));
    else this.#socket.close();
  }

  #attempt(): void {
    const { base, player, options, room } = this.#options;
    const { game } = this.#options;
    const address = pathOf({
      game: game.name,
      room: this.#welcome?.room ?? room,
      watch: player === undefined,
      options,
    });
    let hello: Uint8Array;
    try {
      const token = this.#welcome?.token;
      const out = new BitWriter();
      writeHello(out, this.#blueprint, { gameHash: game.hash, token, player });
      hello = out.finish();
    } catch (error) {
      this.#end(error as TickhouseError);
      return;
    }
    const socket = new this.#options.WebSocket(base + address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    let welcomed = false;
    let bye: Bye | undefined;
    socket.addEventListener('open', () => this.send(hello));
    socket.addEventListener('error', () => {});
    socket.addEventListener('close', ({ code, reason }) => {
      if (socket === this.#socket) this.#closed(bye?.code ?? code, bye?.reason ?? reason);
    });
    socket.addEventListener('message', ({ data }) => {
      if (socket !== this.#socket) return;
      try {
        const bytes = new Uint8Array(data as ArrayBuffer);
        bye = readBye(bytes) ?? bye;
        if (bye !== undefined) return;
        if (welcomed) this.#receive(bytes);
        else this.#welcomed(bytes);
        welcomed = true;
      } catch (error) {
        // Bytes that are not of this protocol: whatever speaks there is no server of ours.
        socket.close();
        if (this.#socket === socket) this.#lost(reasonOf(error));
      }
    });
  }

  #welcomed(bytes: Uint8Array): void {
    const { welcome, blueprint } = readWelcome(bytes, this.#options.game);
    this.#welcome = welcome;
    if (this.#room === undefined) {
      this.#room = new Room(blueprint, welcome, {
        send: (message) => this.send(message),
        leave: () => this.leave(),
      });
    } else this.#room.welcomedAgain(blueprint, welcome);
  }

  #receive(bytes: Uint8Array): void {
    const room = this.#room as Room;
    room.receive(bytes);
    if (this.#attempts === 0 && this.#settle === undefined) return;
    this.#attempts = 0;
    this.#lostAt = 0;
    this.#settle?.resolve(room as unknown as AnyRoom);
    this.#settle = undefined;
  }

  #closed(code: number, said: string): void {
    const name = closeNameOf(code);
    const reason: StatusReason = {
      code: name === undefined ? 'CLIENT_UNREACHABLE' : errorCodeOf(name),
      message: said || 'the connection to the server was lost',
    };
    if (this.#left) this.#end(new TickhouseError('LEFT', 'you left the room'));
    else if (name === 'roomNotFound' && this.#startAnew()) this.#attempt();
    else if (name !== undefined && !mayRetry(name)) this.#end(errorOf(reason));
    else this.#lost(reason);
  }

  /** A room that "quick" had found is gone, with its server perhaps: any other will do. */
  #startAnew(): boolean {
    if (this.#options.room !== 'quick' || this.#welcome === undefined) return false;
    this.#welcome = undefined;
    return true;
  }

  #lost(reason: StatusReason): void {
    this.#socket = undefined;
    const now = performance.now();
    if (this.#lostAt === 0) this.#lostAt = now;
    if (this.#room === undefined || now - this.#lostAt > this.#options.reconnectMs) {
      this.#end(errorOf(reason));
      return;
    }
    this.#room.setStatus('reconnecting', reason);
    const delayMs = Math.min(backoffMs.max, backoffMs.first * 2 ** this.#attempts++);
    // Spread, so that the players of a restarted server do not come back all at once.
    setTimeout(
      () => {
        if (!this.#left) this.#attempt();
      },
      delayMs * (0.5 + Math.random() / 2),
    );
  }

  #end(error: TickhouseError): void {
    this.#socket = undefined;
    this.#room?.setStatus('closed', { code: error.code, message: error.message });
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}

function reasonOf(error: unknown): StatusReason {
  if (error instanceof TickhouseError) return { code: error.code, message: error.message };
  return { code: 'BAD_MESSAGE', message: String(error) };
}

function errorOf({ code, message }: StatusReason): TickhouseError {
  return new TickhouseError(code as ErrorCode, message);
}
