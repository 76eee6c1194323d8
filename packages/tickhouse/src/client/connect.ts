// connect(): the way in for players and spectators, from a browser or from Node.

import { TickhouseError } from '../errors.ts';
import type { AnyGame, Game, PlainValues } from '../game/index.ts';
import type { Values } from '../state/index.ts';
import type { ClientRoom } from './client-room.ts';
import { Connection } from './connection.ts';
import type { SocketMaker } from './socket.ts';

export interface ConnectOptions {
  /** Default: the global WebSocket. On Node 20, which has none, give that of the package ws. */
  readonly WebSocket?: unknown;
  /** How long a lost connection is tried again, in ms; 0: not at all. Default: 60,000. */
  readonly reconnectMs?: number;
}

export interface RoomChoice<O> {
  /**
   * 'quick' (default): any open room, or a new one; 'private': a new room that only its id leads to;
   * or the name or id of a room.
   */
  readonly room?: string;
  /** Options of a room that this makes; what is left out takes the game's default. */
  readonly options?: Partial<Values<O>>;
  /**
   * A room's `token` from before: takes that seat back, where it is still held; else a new one. Name the
   * room's id with it.
   */
  readonly token?: Uint8Array | undefined;
}

/** The schemas that a game's type carries. */
type TypesOf<G> =
  G extends Game<infer S, infer I, infer O, infer P, infer E, infer _F>
    ? { state: S; inputs: I; options: O; player: P; events: E }
    : never;
/** The room that joining or watching a game gives: `RoomOf<typeof snake>`. */
export type RoomOf<G> = ClientRoom<
  TypesOf<G>['state'],
  TypesOf<G>['inputs'],
  TypesOf<G>['options'],
  TypesOf<G>['events']
>;

export interface Client {
  /**
   * Takes a seat and resolves with the room once its state is here.
   * @throws ROOM_FULL, ROOM_NOT_FOUND, SCHEMA_MISMATCH and the other reasons of docs/protocol.md,
   * CLIENT_UNREACHABLE, CLIENT_WEBSOCKET; STATE_VALUE when the join data does not fit its schema
   */
  join<G extends AnyGame>(
    game: G,
    player: Values<TypesOf<G>['player']>,
    choice?: RoomChoice<TypesOf<G>['options']>,
  ): Promise<RoomOf<G>>;
  /** Watches a room without taking a seat. @throws as `join` */
  watch<G extends AnyGame>(game: G, choice?: { readonly room?: string }): Promise<RoomOf<G>>;
}

/**
 * @param url `ws://…`, `wss://…`, `http://…` or `https://…`; default: where the page came from
 * @throws CLIENT_URL
 */
export function connect(url?: string, options: ConnectOptions = {}): Client {
  const base = baseOf(url);
  const enter = (
    game: AnyGame,
    player: PlainValues | undefined,
    { room = 'quick', options: chosen = {}, token }: RoomChoice<object>,
  ): Promise<unknown> => {
    const connection = new Connection({
      base,
      WebSocket: webSocketOf(options.WebSocket),
      reconnectMs: options.reconnectMs ?? 60_000,
      game,
      player,
      room,
      token,
      options: Object.entries(chosen),
    });
    return connection.open();
  };
  return {
    join: async (game, player = {} as never, choice = {}) => enter(game, player, choice) as never,
    watch: async (game, choice = {}) => enter(game, undefined, choice) as never,
  };
}

function baseOf(url: string | undefined): string {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const text = url ?? page ?? '';
  const base = URL.canParse(text, page) ? new URL(text, page) : undefined;
  // `localhost:8080` is a URL too: of the scheme "localhost".
  const scheme = /^(?:http|ws)(s?):$/.exec(base?.protocol ?? '');
  if (base === undefined || scheme === null) {
    throw new TickhouseError(
      'CLIENT_URL',
      `connect needs an address such as ws://localhost:8080, got "${text}"`,
    );
  }
  return `ws${scheme[1]}://${base.host}`;
}

function webSocketOf(given: unknown): SocketMaker {
  const WebSocket = given ?? (globalThis as { WebSocket?: unknown }).WebSocket;
  if (typeof WebSocket === 'function') return WebSocket as SocketMaker;
  throw new TickhouseError('CLIENT_WEBSOCKET', 'no WebSocket: give connect that of ws');
}
