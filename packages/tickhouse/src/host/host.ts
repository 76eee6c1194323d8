// A process's rooms: made on demand, ticked by one scheduler, closed when nobody is left. It knows no
// socket and no file: whoever composes a server plugs these in.

import { TickhouseError } from '../errors.ts';
import type { LiveRoom, LiveRooms } from '../journal/index.ts';
import {
  type Catalogue,
  isSamePlan,
  type Publication,
  Room,
  type RoomOptions,
  ServerMessages,
} from '../room/index.ts';
import { type Clock, Lateness, type LatenessStats, systemClock } from '../time/index.ts';
import type { Lost, Returned } from './bring-back.ts';
import { Effects } from './effects.ts';
import type { HostOptions, Refusal, Wish } from './host-options.ts';
import { Outbox } from './outbox.ts';
import {
  givenOut,
  isQuickId,
  mayBeMade,
  newId,
  privateLetters,
  quickLetters,
  runLetters,
} from './room-ids.ts';
import { type Entry, type RoomFacts, RoomList } from './room-list.ts';
import { Scheduler } from './scheduler.ts';
import { Work } from './work.ts';

type Plan = Room['plan'];

/** Rooms tick together at moments so far apart, in ms: each wake of the process costs something … */
const groupGapMs = 5;
/** … and each append more. */
const groupGapWithJournalMs = 25;

export class Host {
  readonly clock: Clock;
  readonly #options: HostOptions;
  readonly #list: RoomList = new RoomList();
  readonly #lateness: Lateness = new Lateness();
  readonly #scheduler: Scheduler;
  readonly #outbox: Outbox;
  readonly #effects: Effects;
  readonly #work: Work;
  readonly #messages: ServerMessages = new ServerMessages();
  /** Rooms of an earlier process, until they go on. */
  #back: { readonly from: Returned; readonly entry: Entry }[] = [];
  /** Rooms of an earlier process that wait for their first player. */
  readonly #waiting: Set<Entry> = new Set();
  /** Why rooms of an earlier process are not here, by game and id. */
  readonly #lost: Map<string, Refusal> = new Map();
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
    this.#outbox = new Outbox({
      journal: options.journal,
      clock: this.clock,
      released: (publication) => this.#released(publication),
      failed: (error) => this.#journalFailed(error),
      onError,
    });
    const gapMs = options.journal.paceMs > 0 ? groupGapWithJournalMs : groupGapMs;
    const afterWake = (): void => this.#outbox.flush();
    this.#scheduler = new Scheduler(this.clock, this.#lateness, afterWake, gapMs);
  }

  /**
   * Begins the journal, with the rooms of an earlier process; without either it need not be called.
   * @throws what the store throws: then nothing can be kept
   */
  async open(returned: readonly Returned[], lost: readonly Lost[]): Promise<void> {
    const { journal } = this.#options;
    this.#back = returned.map((from) => ({ from, entry: this.#bringBack(from) }));
    await journal.open(this.#liveRooms());
    const ends = lost.map(({ game, id: room, run }) => ({ game, room, run, ended: true }) as const);
    if (ends.length > 0) await journal.append(ends);
    for (const { game, id, why } of lost) this.#lost.set(`${game}/${id}`, why);
  }

  /** The rooms of the earlier process go on, each with its first player or after a while. */
  goOn(): void {
    const { limits } = this.#options;
    for (const { from, entry } of this.#back) {
      const { room } = entry;
      const { effects, checkpoint } = from;
      this.#effects.perform({ game: room.plan.game.name, room: room.id, run: room.run }, effects);
      this.#work.perform(room, checkpoint.asks, checkpoint.state);
      this.clock.after(limits.returnMs, () => this.#goOn(entry));
    }
    this.#back = [];
  }

  get catalogue(): Catalogue {
    return this.#options.catalogue;
  }

  /** The public rooms. */
  rooms(): RoomFacts[] {
    return this.#list.facts();
  }

  get roomCount(): number {
    return this.#list.size;
  }

  /** How late ticks began, over all rooms. */
  get lateness(): LatenessStats {
    return this.#lateness.read();
  }

  /** How long ticks were held back until they were durable, the first of each append; all 0 without a journal. */
  get held(): LatenessStats {
    return this.#outbox.held.read();
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
    const lost = this.#lost.get(`${wish.game}/${name}`);
    if (lost !== undefined && (wish.returns === true || isQuickId(name))) return lost;
    if (!mayBeMade(name)) return 'roomNotFound';
    const plan = this.catalogue.plan(wish.game, wish.options);
    if (plan === undefined) return 'badOptions';
    const open =
      name === 'quick'
        ? this.#fullest((room) => room.free > 0 && isSamePlan(room.plan, plan))
        : undefined;
    return open ?? this.#make(plan, name);
  }

  /**
   * Nothing ticks any more; resolves when what was said in time has gone out.
   * @param timeoutMs how long what is held may take to be durable
   */
  async quiet(timeoutMs: number): Promise<void> {
    this.#stopped = true;
    this.#scheduler.stop();
    await this.#within(timeoutMs, this.#outbox.idle());
  }

  /**
   * Sends everybody away; resolves when the journal is closed. What is kept of the rooms brings them back.
   */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#scheduler.stop();
    this.#endAll();
    return this.#options.journal.close();
  }

  #endAll(): void {
    for (const room of this.#list.rooms()) {
      room.closeAll('serverClosing');
      this.#work.end(room);
    }
    this.#list.clear();
    this.#waiting.clear();
  }

  async #within(ms: number, done: Promise<void>): Promise<void> {
    let cancel = (): void => {};
    const timeUp = new Promise<void>((resolve) => {
      cancel = this.clock.after(ms, resolve);
    });
    await Promise.race([done, timeUp]);
    cancel();
  }

  /** Resolves when the handlers of all effects so far have ended, at the latest after this time. */
  effectsSettled(timeoutMs: number): Promise<void> {
    return this.#within(timeoutMs, this.#effects.settled());
  }

  #find(game: string, id: string): Room | undefined {
    return this.#awake(this.#list.find(game, id));
  }

  /** A room that waited for somebody to come need not wait any more. */
  #awake(entry: Entry | undefined): Room | undefined {
    if (entry !== undefined) this.#goOn(entry);
    return entry?.room;
  }

  #goOn(entry: Entry): void {
    if (this.#waiting.delete(entry)) this.#scheduler.add(entry);
  }

  /** For "quick" the public room with the most players, where there are any: an empty one is about to close. */
  #watchable(game: string, name: string): Room | undefined {
    if (name !== 'quick') return this.#find(game, name);
    return this.#fullest((room) => room.plan.game.name === game && room.seated > 0);
  }

  #fullest(fits: (room: Room) => boolean): Room | undefined {
    return this.#awake(this.#list.fullest(fits));
  }

  #make(plan: Plan, name: string): Room | Refusal {
    const { roomsMax, onError } = this.#options;
    if (this.#list.size >= roomsMax) return 'serverFull';
    try {
      const id = this.#newId(plan.game.name, name);
      const isPrivate = id.startsWith(givenOut.private);
      const entry = this.#enter({ id, plan, run: this.newRun(), isPrivate });
      this.#scheduler.add(entry);
      return entry.room;
    } catch (error) {
      onError(error);
      return 'roomFailed';
    }
  }

  #bringBack(from: Returned): Entry {
    const { plan, id, run, isPrivate, checkpoint, effects } = from;
    const entry = this.#enter({ plan, id, run, isPrivate, from: checkpoint });
    this.#effects.asked({ game: plan.game.name, room: id, run }, effects);
    this.#waiting.add(entry);
    return entry;
  }

  #enter(what: Pick<RoomOptions, 'id' | 'plan' | 'run' | 'isPrivate' | 'from'>): Entry {
    const { randomBytes, hashToken, limits, twice } = this.#options;
    const room = new Room({
      ...what,
      seed: new DataView(randomBytes(4).slice().buffer).getInt32(0),
      twice,
      limits,
      messages: this.#messages,
      tokens: { make: () => randomBytes(16), hash: hashToken },
      isRecorded: this.#options.recordings !== undefined,
    });
    const entry: Entry = { room, rateHz: what.plan.tickRateHz, step: () => this.#step(entry) };
    this.#list.add(entry);
    return entry;
  }

  /** A name for a course of a room, which none had before. */
  newRun(): string {
    return newId('', runLetters, this.#options.randomBytes(runLetters));
  }

  #newId(game: string, name: string): string {
    const { randomBytes } = this.#options;
    if (name === 'private')
      return newId(givenOut.private, privateLetters, randomBytes(privateLetters));
    if (name !== 'quick') return name;
    for (;;) {
      const id = newId(givenOut.quick, quickLetters, randomBytes(quickLetters));
      if (this.#list.find(game, id) === undefined) return id;
    }
  }

  #step(entry: Entry): void {
    const { room } = entry;
    // What cannot be kept is not made: the room stands still until the journal has caught up.
    if (this.#outbox.isFull) return;
    try {
      const publication = room.advance();
      this.#outbox.add(publication);
      this.#effects.asked(publication.record, publication.effects);
      if (room.isOver) this.#end(entry, 'roomClosed');
    } catch (error) {
      const failure = this.#withReplay(room, error);
      this.#end(entry, 'roomFailed');
      this.#options.onError(failure);
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
    const game = room.plan.game.name;
    this.#list.remove(entry);
    this.#work.end(room);
    const record = { game, room: room.id, run: room.run, ended: true } as const;
    const say = (): void => {
      room.closeAll(why);
      this.#options.recordings?.end(room.run);
    };
    this.#outbox.add({ record, say });
  }

  /** A tick is durable and has gone out: what it asked of the world can be done. */
  #released(publication: Publication): void {
    this.#options.recordings?.add(publication);
    const { record, effects, asks, state } = publication;
    this.#effects.perform(record, effects);
    if (asks.length === 0) return;
    const room = this.#list.find(record.game, record.room)?.room;
    if (room === undefined) return;
    const awaited = asks.filter(({ asked }) => room.asks.some((ask) => ask.asked === asked));
    this.#work.perform(room, awaited, state);
  }

  /** What is not durable must not be said: another process has the rooms, or there is no journal. */
  #journalFailed(error: unknown): void {
    this.#options.onError(error);
    void this.stop();
  }

  #liveRooms(): LiveRooms {
    const rooms = (): Room[] => this.#list.rooms();
    const live = (room: Room): LiveRoom => ({
      id: room.id,
      run: room.run,
      isPrivate: room.isPrivate,
      plan: room.plan,
      checkpoint: () => room.checkpoint(),
      effects: () => this.#effects.waitingOf(room.run),
    });
    return {
      all: () => rooms().map(live),
      find: (run) => {
        const room = rooms().find((one) => one.run === run);
        return room && live(room);
      },
      // What they ask of the world from now on must not have the names of what is kept of them.
      forsaken: () => {
        for (const room of rooms()) {
          this.#options.recordings?.end(room.run);
          room.run = this.newRun();
        }
      },
    };
  }
}
