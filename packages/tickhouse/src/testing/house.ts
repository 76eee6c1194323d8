// A whole house in a test: a real host with real rooms on a clock that the test turns, and players
// without sockets.

import { BitWriter } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import type { AnyGame } from '../game/index.ts';
import { Host, type HostOptions, type Room } from '../host/index.ts';
import { Catalogue, defaultRoomLimits, type RoomLimits } from '../room/index.ts';
import type { EffectsOf, WorkOf } from '../server/index.ts';
import type { Values } from '../state/index.ts';
import { ManualClock } from '../time/index.ts';
import {
  type CloseName,
  errorCodeOf,
  parseAddress,
  pathOf,
  readClientMessage,
  writeHello,
} from '../wire/index.ts';
import { optionTexts, type SchemasOf } from './schemas.ts';
import { Seeded } from './seeded.ts';
import { SimulatedClient } from './simulated-client.ts';

export interface HouseLimits extends RoomLimits {
  /** Rooms at once. Default: 1,000. */
  readonly roomsMax: number;
  /** Bytes of one room's state. Default: 16 MiB. */
  readonly stateBytesMax: number;
}

export interface HouseOptions<G extends readonly AnyGame[]> {
  readonly games: G;
  /** Where tokens, ids and the rooms' own seeds come from; any 32-bit number. Default: 1. */
  readonly seed?: number;
  /** What to do for the side effects that games ask for. Default: nothing. */
  readonly effects?: EffectsOf<G>;
  /** Does the work that games ask for with `offload`. */
  readonly work?: WorkOf<G>;
  readonly limits?: Partial<HouseLimits>;
  /** Makes every tick twice and compares. Default: true. */
  readonly twice?: boolean;
  /** Where ticks are made durable. Default: at once, nowhere. */
  readonly journal?: Partial<HostOptions['journal']>;
  /** Who keeps what has gone out. Default: nobody. */
  readonly recordings?: HostOptions['recordings'];
  /** In place of those that `seed` gives. */
  readonly randomBytes?: (count: number) => Uint8Array;
}

/** What a newcomer may choose; as `RoomChoice` of the client. */
interface Choice<G> {
  /** 'quick' (default), 'private', or a room's name or id. */
  readonly room?: string;
  readonly options?: Partial<Values<SchemasOf<G>['options']>>;
}

interface JoinChoice<G> extends Choice<G> {
  /** From an earlier welcome: takes that seat back. */
  readonly token?: Uint8Array | undefined;
}

/** @throws GAME_DEFINITION */
export function createHouse<const G extends readonly AnyGame[]>(options: HouseOptions<G>): House {
  return new House(options);
}

export class House {
  readonly clock: ManualClock = new ManualClock();
  readonly host: Host;
  /** All that went wrong: rooms that stopped, effects that failed. */
  readonly errors: unknown[] = [];

  constructor(options: HouseOptions<readonly AnyGame[]>) {
    const random = new Seeded(options.seed ?? 1);
    const limits: HouseLimits = {
      ...defaultRoomLimits,
      roomsMax: 1_000,
      stateBytesMax: 16 * 1024 * 1024,
      ...options.limits,
    };
    this.host = new Host({
      catalogue: new Catalogue(options.games, limits.stateBytesMax),
      effects: (options.effects ?? {}) as HostOptions['effects'],
      work: (options.work ?? {}) as NonNullable<HostOptions['work']>,
      clock: this.clock,
      journal: {
        paceMs: options.journal?.paceMs ?? 0,
        open: async (rooms) => options.journal?.open?.(rooms),
        append: (records) => options.journal?.append?.(records),
        close: async () => options.journal?.close?.(),
      },
      recordings: options.recordings,
      randomBytes: options.randomBytes ?? ((count) => random.bytes(count)),
      // Players of a test have nothing to hide.
      hashToken: (token) => token.slice(),
      twice: options.twice ?? true,
      limits,
      roomsMax: limits.roomsMax,
      onError: (error) => this.errors.push(error),
    });
  }

  /**
   * Seats a player; the welcome comes with the room's next tick.
   * @throws ROOM_FULL, ROOM_NOT_FOUND and the other reasons of docs/protocol.md; STATE_VALUE when the
   * join data does not fit its schema
   */
  join<G extends AnyGame>(
    game: G,
    player: Values<SchemasOf<G>['player']>,
    choice: JoinChoice<G> = {},
  ): SimulatedClient<G> {
    const room = this.#place(game, choice, false);
    const blueprint = this.host.catalogue.blueprint(game.name) as Room['plan'];
    const out = new BitWriter();
    const values = player as Readonly<Record<string, unknown>>;
    writeHello(out, blueprint, { gameHash: game.hash, token: choice.token, player: values });
    const hello = readClientMessage(out.finish(), blueprint);
    if (hello.type === 'stranger') throw refused(hello.why);
    if (hello.type !== 'hello' || hello.player === undefined) throw refused('badMessage');
    const { player: brought, token } = hello;
    return new SimulatedClient(game, room, (receiver) => {
      const attachment = room.join(receiver, brought, token);
      if (typeof attachment === 'string') throw refused(attachment);
      return attachment;
    });
  }

  /** Watches a room without a seat. @throws as `join` */
  watch<G extends AnyGame>(game: G, choice: { readonly room?: string } = {}): SimulatedClient<G> {
    const room = this.#place(game, choice, true);
    return new SimulatedClient(game, room, (receiver) => {
      const attachment = room.watch(receiver);
      if (typeof attachment === 'string') throw refused(attachment);
      return attachment;
    });
  }

  /** Moves time on; every room makes the ticks that fall due. */
  advance(ms: number): void {
    this.clock.advance(ms);
  }

  /**
   * Moves time on until the room has made `ticks` more; others make theirs.
   * @throws an Error when the room makes no ticks any more
   */
  tick(room: Room, ticks = 1): void {
    const until = room.tick + ticks;
    // An eighth of a period never holds two ticks, wherever in it the room's deadlines lie.
    const stepMs = 1000 / room.plan.tickRateHz / 8;
    for (let left = 9 * ticks; room.tick < until; left--) {
      if (left === 0) throw new Error(`room ${room.id} makes no ticks: ${String(this.errors[0])}`);
      this.clock.advance(stepMs);
    }
  }

  #place<G>(game: AnyGame, choice: JoinChoice<G>, watch: boolean): Room {
    const { room = 'quick', options = {}, token } = choice;
    const path = pathOf({ game: game.name, room, watch, options: optionTexts(options) });
    const address = parseAddress(path);
    const returns = token !== undefined;
    const found = address && this.host.place({ ...address, returns });
    if (found === undefined) throw refused('roomNotFound');
    if (typeof found === 'string') throw refused(found);
    return found;
  }
}

function refused(why: CloseName): TickhouseError {
  return new TickhouseError(errorCodeOf(why), `the connection was refused: ${why}`);
}
