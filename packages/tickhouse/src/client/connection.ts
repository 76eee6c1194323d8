// One membership in a room, over as many sockets as it takes: hello, welcome, snapshot, ticks, and
// after a lost connection the same seat again.

import { BitWriter, type FlatLayout, flatLayoutOf } from '../codec/index.ts';
import { type ErrorCode, TickhouseError } from '../errors.ts';
import type { AnyGame, PlainValues } from '../game/index.ts';
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
  writeAck,
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
  /** Of the seat to take back; undefined: a new one. */
  readonly token: Uint8Array | undefined;
}

/** The first try again comes so much later, each further one twice as late, up to the most. */
const backoffMs = 200;
const backoffMsMax = 5_000;
/** Acknowledgements, keep-alive and the look at whether the connection still lives. */
const beatMs = 1_000;
/** Nothing for so long, though there were pings to answer: the connection is dead. */
const silentMs = 8_000;

export class Connection {
  readonly #options: ConnectionOptions;
  /** The schema of join data. */
  readonly #player: FlatLayout;
  #socket: SocketLike | undefined;
  #room: Room | undefined;
  #welcome: Welcome | undefined;
  #attempts = 0;
  #lostAt = 0;
  #left = false;
  /** When the server was last heard; Infinity while it may take its time, until the next tick. */
  #heardAt = 0;
  #beats: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #settle: { resolve(room: AnyRoom): void; reject(error: unknown): void } | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#player = flatLayoutOf(options.game.definition.player);
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
    if (this.#socket === undefined) this.#end(left);
    else this.#socket.close();
  }

  #attempt(): void {
    const { base, player, options, game } = this.#options;
    const { room, token } = this.#welcome ?? this.#options;
    const address = pathOf({ game: game.name, room, watch: player === undefined, options });
    const out = new BitWriter();
    let socket: SocketLike;
    try {
      writeHello(out, { player: this.#player }, { gameHash: game.hash, token, player });
      socket = new this.#options.WebSocket(base + address);
    } catch (error) {
      // Join data that does not fit; or the page may not connect there, by its policy.
      this.#end(reasonOf(error));
      return;
    }
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    let welcomed = false;
    let bye: Bye | undefined;
    this.#heardAt = performance.now();
    this.#beats = setInterval(() => this.#beat(), beatMs);
    socket.addEventListener('open', () => {
      this.#heardAt = Number.POSITIVE_INFINITY;
      this.send(out.finish());
    });
    socket.addEventListener('error', () => {});
    socket.addEventListener('close', ({ code, reason }) => {
      if (socket === this.#socket) this.#closed(bye?.code ?? code, bye?.reason ?? reason);
    });
    socket.addEventListener('message', ({ data }) => {
      if (socket !== this.#socket) return;
      this.#heardAt = performance.now();
      try {
        const bytes = new Uint8Array(data as ArrayBuffer);
        bye = readBye(bytes) ?? bye;
        if (bye !== undefined) return;
        if (welcomed) this.#receive(bytes);
        else this.#welcomed(bytes);
        welcomed = true;
      } catch (error) {
        const reason = reasonOf(error);
        // Bytes that are not of this protocol may be gone at the next attempt; other versions stay.
        if (reason.code.startsWith('CODEC_')) this.#drop(reason);
        else {
          this.#end(reason);
          socket.close();
        }
      }
    });
  }

  #beat(): void {
    const nowMs = performance.now();
    if (nowMs - this.#heardAt > silentMs) {
      this.#drop({ code: 'CLIENT_UNREACHABLE', message: 'the server is silent' });
    } else if (this.#room?.status === 'live') this.#room.beat(nowMs);
    else {
      // A slow room's first tick may be far off; until then this tells the server that we wait.
      const out = new BitWriter();
      writeAck(out, 0);
      this.send(out.finish());
    }
  }

  /** Gives up this socket, without waiting for whoever is at its other end. */
  #drop(reason: StatusReason): void {
    const socket = this.#socket;
    this.#lost(reason);
    socket?.close();
  }

  #welcomed(bytes: Uint8Array): void {
    const { welcome, blueprint } = readWelcome(bytes, this.#options.game);
    this.#welcome = welcome;
    if (this.#room === undefined) {
      this.#room = new Room(blueprint, welcome, this);
    } else this.#room.welcomed(blueprint, welcome);
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
      message: said || 'the connection was lost',
    };
    const { room } = this.#options;
    if (name === 'roomNotFound' && room === 'quick' && this.#welcome && !this.#left) {
      // The room that "quick" had found is gone, with its server perhaps: any other will do.
      this.#welcome = undefined;
      this.#forget();
      this.#attempt();
    } else if (name !== undefined && !mayRetry(name)) this.#end(reason);
    else this.#lost(reason);
  }

  #lost(reason: StatusReason): void {
    this.#forget();
    const now = performance.now();
    if (this.#lostAt === 0) this.#lostAt = now;
    const isOver = this.#room === undefined || now - this.#lostAt >= this.#options.reconnectMs;
    if (this.#left || isOver) {
      this.#end(this.#left ? left : reason);
      return;
    }
    this.#room?.setStatus('reconnecting', reason);
    const delayMs = Math.min(backoffMsMax, backoffMs * 2 ** this.#attempts++);
    // Spread, so that the players of a restarted server do not come back all at once.
    this.#retry = setTimeout(() => this.#attempt(), delayMs * (0.5 + Math.random() / 2));
  }

  #forget(): void {
    this.#socket = undefined;
    clearInterval(this.#beats);
    clearTimeout(this.#retry);
  }

  #end(reason: StatusReason): void {
    this.#forget();
    this.#room?.setStatus('closed', reason);
    this.#settle?.reject(new TickhouseError(reason.code as ErrorCode, reason.message));
    this.#settle = undefined;
  }
}

const left: StatusReason = { code: 'LEFT', message: 'you left the room' };

function reasonOf(error: unknown): StatusReason {
  if (error instanceof TickhouseError) return error;
  return { code: 'CLIENT_UNREACHABLE', message: String(error) };
}
