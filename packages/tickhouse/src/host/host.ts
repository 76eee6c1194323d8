// A process's rooms: made on demand, ticked by one scheduler, closed when nobody is left. It knows no
// socket and no file: whoever composes a server plugs these in.

import { TickhouseError } from '../errors.ts';
import {
  type AnyGame,
  type Blueprint,
  blueprintOf,
  type Options,
  optionsKey,
  parseOptions,
} from '../game/index.ts';
import type { Lane } from '../journal/index.ts';
import { Room, type RoomLimits } from '../room/index.ts';
import { type Clock, Lateness, type LatenessStats } from '../time/index.ts';
import { type Address, type CloseReason, close } from '../wire/index.ts';
import { type EffectHandlers, Effects } from './effects.ts';
import { Outbox } from './outbox.ts';
import {
  givenOut,
  isGivenOut,
  isRoomName,
  newId,
  privateLetters,
  quickLetters,
} from './room-ids.ts';
import { type Scheduled, Scheduler } from './scheduler.ts';

export interface HostOptions {
  readonly games: readonly AnyGame[];
  readonly effects: EffectHandlers;
  readonly clock: Clock;
  readonly lane: Lane;
  /** `count` bytes that nobody can guess: tokens, room ids, seeds. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Makes every tick twice and compares. */
  readonly twice: boolean;
  readonly limits: RoomLimits;
  /** The most rooms at once. */
  readonly roomsMax: number;
  /** The most bytes that the state of one room may take. */
  readonly stateBytesMax: number;
  /** Hears of every failure; nothing is silent. */
  readonly onError: (error: unknown) => void;
}

/** A room as lists show it. */
export interface RoomFacts {
  readonly game: string;
  readonly id: string;
  readonly seated: number;
  readonly seats: number;
  readonly watching: number;
  readonly options: Options;
}

/** A room and its place in the schedule. */
interface Entry extends Scheduled {
  readonly room: Room;
}

/** Blueprints kept for options that rooms were made with. */
const blueprintsMax = 64;

export class Host {
  readonly #options: HostOptions;
  readonly #games: ReadonlyMap<string, Blueprint>;
  readonly #blueprints: Map<string, Blueprint> = new Map();
  readonly #entries: Map<string, Entry> = new Map();
  readonly #lateness: Lateness = new Lateness();
  readonly #scheduler: Scheduler;
  readonly #outbox: Outbox;
  #stopped = false;

  /** @throws GAME_DEFINITION when two games share a name, or effects name no game or kind */
  constructor(options: HostOptions) {
    this.#options = options;
    this.#games = new Map(options.games.map((game) => [game.name, blueprintOf(game)]));
    if (this.#games.size !== options.games.length) {
      throw new TickhouseError('GAME_DEFINITION', 'two games of one server have the same name');
    }
    const effects = new Effects(options.games, options.effects, options.onError);
    this.#outbox = new Outbox(
      options.lane,
      (publication) => effects.perform(publication),
      (error) => this.#laneFailed(error),
    );
    this.#scheduler = new Scheduler(options.clock, this.#lateness, () => this.#outbox.flush());
  }

  /** A game with its default options: enough to read a hello. */
  blueprint(game: string): Blueprint | undefined {
    return this.#games.get(game);
  }

  /** The public rooms. */
  rooms(): RoomFacts[] {
    return [...this.#entries.values()].flatMap(({ room }) =>
      room.isPrivate ? [] : [factsOf(room)],
    );
  }

  get roomCount(): number {
    return this.#entries.size;
  }

  /** How late ticks began, over all rooms. */
  get lateness(): LatenessStats {
    return this.#lateness.read();
  }

  /** The room that an address names, made where the address allows it; or why there is none. */
  place(address: Address): Room | CloseReason {
    if (this.#stopped) return close.serverClosing;
    const base = this.#games.get(address.game);
    if (base === undefined) return close.unknownGame;
    const name = address.room.toLowerCase();
    if (address.watch) return this.#watchable(address.game, name) ?? close.roomNotFound;
    if (isGivenOut(name)) return this.#find(address.game, name) ?? close.roomNotFound;
    if (!isRoomName(name)) return close.roomNotFound;
    const named = name !== 'quick' && name !== 'private';
    const found = named ? this.#find(address.game, name) : undefined;
    if (found !== undefined) return found;
    const blueprint = this.#blueprintFor(base.game, address);
    if (blueprint === undefined) return close.badOptions;
    const open = name === 'quick' ? this.#openRoom(blueprint) : undefined;
    return open ?? this.#make(blueprint, name);
  }

  /** Ends every room: players are told, nothing ticks any more. */
  stop(reason: CloseReason): void {
    this.#stopped = true;
    this.#scheduler.stop();
    for (const { room } of this.#entries.values()) room.closeAll(reason);
    this.#entries.clear();
  }

  #find(game: string, id: string): Room | undefined {
    return this.#entries.get(`${game}/${id}`)?.room;
  }

  /** For "quick" the public room with the most players. */
  #watchable(game: string, name: string): Room | undefined {
    if (name !== 'quick') return this.#find(game, name);
    return this.#fullest(({ room }) => room.blueprint.game.name === game);
  }

  /** A public room of the same options with a free seat: the one with the most players. */
  #openRoom(blueprint: Blueprint): Room | undefined {
    const key = keyOf(blueprint.game, blueprint.options);
    return this.#fullest(
      ({ room }) => room.free > 0 && keyOf(room.blueprint.game, room.blueprint.options) === key,
    );
  }

  #fullest(fits: (entry: Entry) => boolean): Room | undefined {
    let fullest: Room | undefined;
    for (const entry of this.#entries.values()) {
      const { room } = entry;
      if (room.isPrivate || !fits(entry)) continue;
      if (fullest === undefined || room.seated > fullest.seated) fullest = room;
    }
    return fullest;
  }

  #blueprintFor(game: AnyGame, address: Address): Blueprint | undefined {
    try {
      const options = parseOptions(game, address.options);
      const key = keyOf(game, options);
      const known = this.#blueprints.get(key);
      if (known !== undefined) return known;
      const blueprint = blueprintOf(game, options);
      if (blueprint.layout.bytes > this.#options.stateBytesMax) return undefined;
      const oldest = this.#blueprints.keys().next();
      if (this.#blueprints.size >= blueprintsMax && !oldest.done) {
        this.#blueprints.delete(oldest.value);
      }
      this.#blueprints.set(key, blueprint);
      return blueprint;
    } catch {
      // Whatever the author's functions make of options from outside, the answer is the same.
      return undefined;
    }
  }

  #make(blueprint: Blueprint, name: string): Room | CloseReason {
    const { roomsMax, randomBytes, limits, twice, onError } = this.#options;
    if (this.#entries.size >= roomsMax) return close.serverFull;
    const isPrivate = name === 'private';
    try {
      const room = new Room({
        id: this.#newId(blueprint.game.name, name),
        blueprint,
        isPrivate,
        seed: new DataView(randomBytes(4).slice().buffer).getInt32(0),
        twice,
        limits,
        newToken: () => randomBytes(16),
      });
      const entry: Entry = {
        room,
        rateHz: blueprint.tickRateHz,
        step: () => this.#step(entry),
      };
      this.#entries.set(`${blueprint.game.name}/${room.id}`, entry);
      this.#scheduler.add(entry);
      return room;
    } catch (error) {
      onError(error);
      return close.roomFailed;
    }
  }

  #newId(game: string, name: string): string {
    const { randomBytes } = this.#options;
    if (name === 'private')
      return newId(givenOut.private, privateLetters, randomBytes(privateLetters));
    if (name !== 'quick') return name;
    for (;;) {
      const id = newId(givenOut.quick, quickLetters, randomBytes(quickLetters));
      if (this.#find(game, id) === undefined) return id;
    }
  }

  #step(entry: Entry): void {
    const { room } = entry;
    try {
      this.#outbox.add(room.advance());
      if (room.isOver) this.#end(entry, close.roomClosed);
    } catch (error) {
      this.#options.onError(error);
      this.#end(entry, close.roomFailed);
    }
  }

  #end(entry: Entry, reason: CloseReason): void {
    const { room } = entry;
    this.#scheduler.remove(entry);
    this.#entries.delete(`${room.blueprint.game.name}/${room.id}`);
    room.closeAll(reason);
  }

  /** What is not durable must not be said: without a lane no room can go on. */
  #laneFailed(error: unknown): void {
    this.#options.onError(error);
    this.stop(close.serverClosing);
  }
}

function factsOf(room: Room): RoomFacts {
  const { game, options } = room.blueprint;
  return {
    game: game.name,
    id: room.id,
    seated: room.seated,
    seats: game.seats,
    watching: room.watching,
    options,
  };
}

function keyOf(game: AnyGame, options: Options): string {
  return `${game.name}?${optionsKey(game, options)}`;
}
