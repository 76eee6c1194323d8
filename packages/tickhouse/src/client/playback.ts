// The face of `tickhouse/playback`: a recording as another source for the code that shows a live room.
// It runs in browsers and in Node.

import type { AnyGame } from '../game/index.ts';
import type { Unsubscribe } from './client-room.ts';
import type { RoomOf } from './connect.ts';
import { Listeners } from './listeners.ts';
import { type OccurrenceAt, Reel } from './reel.ts';
import { Room } from './room.ts';

export type { OccurrenceAt } from './reel.ts';

/** Who was away for longer than this many seconds of the match jumps instead of seeing each tick. */
const catchUpS = 10;

export interface Playback<R> {
  /**
   * The room as a spectator had it; `tick` and `state` are those of the moment that is played. `leave`
   * ends the playback.
   */
  readonly room: R;
  /** The match: the room's run. A recording that goes on from this one has the same. */
  readonly run: string;
  /** When its first tick was made, in ms since 1970. */
  readonly beganAt: number;
  readonly firstTick: number;
  readonly lastTick: number;
  /** The moment that is shown, in ticks, between the first and the last. */
  readonly moment: number;
  readonly isPlaying: boolean;
  /** How many times faster than it was; above 0. Default: 1. */
  speed: number;
  /** Plays on; from the beginning where it had come to the end. */
  play(): void;
  pause(): void;
  /** Jumps to a tick at once; one that is not there becomes the nearest. */
  seek(tick: number): void;
  /** Everything of one kind that happened, from the first tick to the last. */
  eventsOf(kind: string): Promise<readonly OccurrenceAt[]>;
  /** Called before the state jumps: what follows is no continuation. */
  onSeek(listener: () => void): Unsubscribe;
  /** Called when it moved on, jumped, was played or paused, or changed its speed. */
  onChange(listener: () => void): Unsubscribe;
}

/**
 * Opens a recording at its first tick, paused.
 * @param bytes of `GET /recordings/ID`
 * @throws RECORDING_FORMAT, RECORDING_DAMAGED; RECORDING_GAME where it is of another game or of other
 * schemas; rules may be others
 */
export async function loadPlayback<G extends AnyGame>(
  game: G,
  bytes: Uint8Array,
): Promise<Playback<RoomOf<G>>> {
  return new Player(await Reel.open(game, bytes)) as unknown as Playback<RoomOf<G>>;
}

class Player implements Playback<Room> {
  readonly room: PlayedRoom;
  readonly #reel: Reel;
  readonly #seeks: Listeners<[]> = new Listeners();
  readonly #changes: Listeners<[]> = new Listeners();
  #isPlaying = false;
  #speed = 1;
  /** The moment that was shown at `#sinceMs`. */
  #moment: number;
  #sinceMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(reel: Reel) {
    this.#reel = reel;
    this.#moment = reel.firstTick;
    this.room = new PlayedRoom(reel, this);
    this.room.receive(reel.snapshot(reel.firstTick));
  }

  get run(): string {
    return this.#reel.head.run;
  }

  get beganAt(): number {
    return this.#reel.head.beganAt;
  }

  get firstTick(): number {
    return this.#reel.firstTick;
  }

  get lastTick(): number {
    return this.#reel.lastTick;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get moment(): number {
    return this.momentAt(performance.now());
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#rest();
    this.#speed = speed;
    this.#changes.call();
    this.#goOn();
  }

  play(): void {
    if (this.#isPlaying || this.room.status === 'closed') return;
    if (this.#moment >= this.lastTick) this.#jump(this.firstTick);
    this.#isPlaying = true;
    this.#sinceMs = performance.now();
    this.#changes.call();
    this.#goOn();
  }

  pause(): void {
    if (!this.#isPlaying) return;
    this.#rest();
    this.#isPlaying = false;
    this.#changes.call();
  }

  seek(tick: number): void {
    if (this.room.status === 'closed') return;
    this.#jump(Math.max(this.firstTick, Math.min(this.lastTick, Math.round(tick) || 0)));
    this.#changes.call();
    this.#goOn();
  }

  eventsOf(kind: string): Promise<readonly OccurrenceAt[]> {
    return this.#reel.eventsOf(kind);
  }

  onSeek(listener: () => void): Unsubscribe {
    return this.#seeks.add(listener);
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changes.add(listener);
  }

  momentAt(nowMs: number): number {
    if (!this.#isPlaying) return this.#moment;
    const elapsedMs = Math.max(0, nowMs - this.#sinceMs);
    return Math.min(this.lastTick, this.#moment + elapsedMs * this.#perMs);
  }

  /** Ticks for each ms. */
  get #perMs(): number {
    return (this.#reel.head.tickRate * this.#speed) / 1000;
  }

  /** The moment is that of now, and time runs from there. */
  #rest(): void {
    const nowMs = performance.now();
    this.#moment = this.momentAt(nowMs);
    this.#sinceMs = nowMs;
    clearTimeout(this.#timer);
  }

  #jump(tick: number): void {
    this.#rest();
    this.#moment = tick;
    this.#seeks.call();
    this.room.receive(this.#reel.snapshot(tick));
  }

  /** The tick that the moment is on its way to, and those before it, go to the room. */
  #goOn(): void {
    clearTimeout(this.#timer);
    if (!this.#isPlaying) return;
    const moment = this.moment;
    const due = Math.min(this.lastTick, Math.floor(moment) + 1);
    if (due - this.room.tick > catchUpS * this.#reel.head.tickRate * Math.max(1, this.#speed)) {
      this.#jump(due);
    }
    while (this.#isPlaying && this.room.tick < due) {
      this.room.receive(this.#reel.message(this.room.tick + 1));
      this.#changes.call();
    }
    if (moment >= this.lastTick) this.pause();
    else if (this.#isPlaying) {
      this.#timer = setTimeout(() => this.#goOn(), (due - moment) / this.#perMs);
    }
  }
}

/** The room of a live connection, but for its time. */
class PlayedRoom extends Room {
  readonly #player: Player;

  constructor({ blueprint, welcome }: Reel, player: Player) {
    super(blueprint, welcome, {
      send: () => false,
      leave: () => {
        player.pause();
        this.setStatus('closed', { code: 'LEFT', message: 'the playback was ended' });
      },
    });
    this.#player = player;
  }

  override moment(nowMs: number = performance.now()): number {
    const moment = this.#player.momentAt(nowMs);
    return Math.min(this.tick, Math.max(this.tick - 2, moment));
  }
}
