// A process's rooms: made on demand, ticked by one scheduler, closed when nobody is left. It knows no
// socket and no file: whoever composes a server plugs these in.

import { TickhouseError } from '../errors.ts';
import type { Lane, Released } from '../journal/index.ts';
import {
  type Catalogue,
  isSamePlan,
  type Publication,
  Room,
  type RoomLimits,
} from '../room/index.ts';
import { type Clock, Lateness, type LatenessStats, systemClock } from '../time/index.ts';
import { type EffectHandlers, Effects } from './effects.ts';
import { Outbox } from './outbox.ts';
import {
  givenOut,
  isGivenOut,
  isRoomName,
  newId,
  privateLetters,
  quickLetters,
  runLetters,
} from './room-ids.ts';
import { type Scheduled, Scheduler } from './scheduler.ts';
import { Work, type WorkHandlers } from './work.ts';

export interface HostOptions {
  readonly catalogue: Catalogue;
  readonly effects: EffectHandlers;
  /** Default: none. */
  readonly work?: WorkHandlers;
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly lane: Lane;
  /** `count` bytes that nobody can guess: tokens, room ids, seeds. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Keeps the replay file of a room that failed; returns where. Default: none is kept. */
  readonly keepReplay?: ((name: string, bytes: Uint8Array) => string) | undefined;
  /** Keeps what spectators are sent. Default: nothing is kept. */
  readonly recordings?: RecordingsPort | undefined;
  /** Makes every tick twice and compares. */
  readonly twice: boolean;
  readonly limits: RoomLimits;
  /** The most rooms at once. */
  readonly roomsMax: number;
  /** Hears of every failure; nothing is silent. */
  readonly onError: (error: unknown) => void;
}

/** Who keeps what has gone out. */
export interface RecordingsPort {
  add(released: Released): void;
  /** The room of this run is over, and all that it said has gone out. */
  end(run: string): void;
}

/** Which room a newcomer wants, as its address says (see wire's address.ts). */
export interface Wish {
  readonly game: string;
  readonly room: string;
  readonly watch: boolean;
  readonly options: Iterable<readonly [string, string]>;
}

/** Why there is no room for a wish: names of close reasons. */
export type Refusal =
  | 'unknownGame'
  | 'roomNotFound'
  | 'badOptions'
  | 'serverFull'
  | 'roomFailed'
  | 'serverClosing';

/** A room as lists show it. */
export interface RoomFacts {
  readonly game: string;
  readonly id: string;
  readonly seated: number;
  readonly seats: number;
  readonly watching: number;
  readonly options: Readonly<Record<string, unknown>>;
}

type Plan = Room['plan'];

/** A room and its place in the schedule. */
interface Entry extends Scheduled {
  readonly room: Room;
}

export class Host {
  readonly clock: Clock;
  readonly #options: HostOptions;
  readonly #entries: Map<string, Entry> = new Map();
  readonly #lateness: Lateness = new Lateness();
  readonly #scheduler: Scheduler;
  readonly #outbox: Outbox;
  readonly #effects: Effects;
  readonly #work: Work;
  #stopped = false;

  /**
   * @throws GAME_DEFINITION when effects or work are handled that no game defines, or work is not
   */
  constructor(options: HostOptions) {
    this.clock = options.clock ?? systemClock();
    this.#options = options;
    this.#effects = new Effects(options.catalogue, options.effects, options.onError);
    const { catalogue, limits, onError } = options;
    const handlers = options.work ?? {};
    this.#work = new Work({ catalogue, handlers, max: limits.workMax, onError });
    this.#outbox = new Outbox(
      options.lane,
      (publication) => this.#released(publication),
      (error) => this.#laneFailed(error),
    );
    this.#scheduler = new Scheduler(this.clock, this.#lateness, () => this.#outbox.flush());
  }

  get catalogue(): Catalogue {
    return this.#options.catalogue;
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

  /** The room that a wish leads to, made where it allows that; or why there is none. */
  place(wish: Wish): Room | Refusal {
    if (this.#stopped) return 'serverClosing';
    if (this.catalogue.blueprint(wish.game) === undefined) return 'unknownGame';
    const name = wish.room.toLowerCase();
    if (wish.watch) return this.#watchable(wish.game, name) ?? 'roomNotFound';
    const isNamed = name !== 'quick' && name !== 'private';
    const found = isNamed ? this.#find(wish.game, name) : undefined;
    if (found !== undefined) return found;
    if (isGivenOut(name) || !isRoomName(name)) return 'roomNotFound';
    const plan = this.catalogue.plan(wish.game, wish.options);
    if (plan === undefined) return 'badOptions';
    const open =
      name === 'quick'
        ? this.#fullest((room) => room.free > 0 && isSamePlan(room.plan, plan))
        : undefined;
    return open ?? this.#make(plan, name);
  }

  /** Ends every room: players are told, nothing ticks any more. */
  stop(): void {
    this.#stopped = true;
    this.#scheduler.stop();
    for (const { room } of this.#entries.values()) {
      room.closeAll('serverClosing');
      this.#work.end(room);
    }
    this.#entries.clear();
  }

  /** Resolves when the handlers of all effects so far have ended. */
  effectsSettled(): Promise<void> {
    return this.#effects.settled();
  }

  #find(game: string, id: string): Room | undefined {
    return this.#entries.get(`${game}/${id}`)?.room;
  }

  /** For "quick" the public room with the most players. */
  #watchable(game: string, name: string): Room | undefined {
    if (name !== 'quick') return this.#find(game, name);
    return this.#fullest((room) => room.plan.game.name === game);
  }

  /** Of the public rooms that fit, the one with the most players. */
  #fullest(fits: (room: Room) => boolean): Room | undefined {
    let fullest: Room | undefined;
    for (const { room } of this.#entries.values()) {
      if (room.isPrivate || !fits(room)) continue;
      if (fullest === undefined || room.seated > fullest.seated) fullest = room;
    }
    return fullest;
  }

  #make(plan: Plan, name: string): Room | Refusal {
    const { roomsMax, randomBytes, limits, twice, onError } = this.#options;
    if (this.#entries.size >= roomsMax) return 'serverFull';
    const isPrivate = name === 'private';
    try {
      const room = new Room({
        id: this.#newId(plan.game.name, name),
        run: newId('', runLetters, randomBytes(runLetters)),
        plan,
        isPrivate,
        seed: new DataView(randomBytes(4).slice().buffer).getInt32(0),
        twice,
        limits,
        isRecorded: this.#options.recordings !== undefined,
        newToken: () => randomBytes(16),
      });
      const entry: Entry = {
        room,
        rateHz: plan.tickRateHz,
        step: () => this.#step(entry),
      };
      this.#entries.set(`${plan.game.name}/${room.id}`, entry);
      this.#scheduler.add(entry);
      return room;
    } catch (error) {
      onError(error);
      return 'roomFailed';
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
      if (room.isOver) this.#end(entry, 'roomClosed');
    } catch (error) {
      this.#options.onError(this.#withReplay(room, error));
      this.#end(entry, 'roomFailed');
    }
  }

  /** Keeps what the room did last; the failure says where, or why not. */
  #withReplay(room: Room, error: unknown): unknown {
    const { keepReplay } = this.#options;
    if (keepReplay === undefined || !(error instanceof TickhouseError)) return error;
    const { code, message, cause } = error;
    const name = `${room.plan.game.name}-${room.id}-${room.run}-${room.tick}`;
    const kept = ((): string => {
      try {
        return `its replay file is ${keepReplay(name, room.replay(cause))}`;
      } catch (failure) {
        return `its replay file is lost: ${String(failure)}`;
      }
    })();
    return new TickhouseError(code, `${message}; ${kept}`, { cause });
  }

  #end(entry: Entry, why: 'roomClosed' | 'roomFailed'): void {
    const { room } = entry;
    this.#scheduler.remove(entry);
    this.#entries.delete(`${room.plan.game.name}/${room.id}`);
    room.closeAll(why);
    this.#work.end(room);
    this.#outbox.afterAll(() => this.#options.recordings?.end(room.run));
  }

  /** A tick is durable and has gone out: what it asked of the world can be done. */
  #released(publication: Publication): void {
    this.#options.recordings?.add(publication);
    this.#effects.perform(publication);
    const { game, room: id, run } = publication.record;
    const room = this.#find(game, id);
    if (room?.run === run) this.#work.perform(room, publication);
  }

  /** What is not durable must not be said: without a lane no room can go on. */
  #laneFailed(error: unknown): void {
    this.#options.onError(error);
    this.stop();
  }
}

function factsOf(room: Room): RoomFacts {
  const { game, options } = room.plan;
  return {
    game: game.name,
    id: room.id,
    seated: room.seated,
    seats: game.seats,
    watching: room.watching,
    options,
  };
}
