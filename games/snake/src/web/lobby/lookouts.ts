// Spectators' connections behind the pictures of rooms. A connection keeps its room open, so none
// stays longer than its picture is seen, nor a moment longer than somebody is in the room.

import type { StatusReason } from 'tickhouse/client';
import type { SnakeRoom } from '../entry.ts';

/** What a lookout needs of a room. */
export type WatchedRoom = Pick<SnakeRoom, 'state' | 'onTick' | 'onStatus' | 'leave'>;

/** Nobody is in it · it does not exist, or not any more · it could not be asked. */
export type WhyLost = 'empty' | 'gone' | 'unknown';

export interface LookoutsOptions {
  /** The most connections at once. */
  readonly max: number;
  watch(room: string): Promise<WatchedRoom>;
  /** The room's state is here, or has moved on. */
  seen(room: string, state: WatchedRoom['state']): void;
  /** The room is not seen any more, though it was wanted. */
  lost(room: string, why: WhyLost): void;
}

interface Lookout {
  room: WatchedRoom | undefined;
  isOver: boolean;
}

export class Lookouts {
  readonly #options: LookoutsOptions;
  readonly #lookouts = new Map<string, Lookout>();

  constructor(options: LookoutsOptions) {
    this.#options = options;
  }

  /** From now on these rooms are watched, the first ones if they are too many, and no others. */
  want(rooms: readonly string[]): void {
    const wanted = new Set(rooms.slice(0, this.#options.max));
    for (const [id, lookout] of this.#lookouts) if (!wanted.has(id)) this.#end(id, lookout);
    for (const id of wanted) if (!this.#lookouts.has(id)) void this.#begin(id);
  }

  async #begin(id: string): Promise<void> {
    const lookout: Lookout = { room: undefined, isOver: false };
    this.#lookouts.set(id, lookout);
    let room: WatchedRoom;
    try {
      room = await this.#options.watch(id);
    } catch (error) {
      this.#lose(id, lookout, whyOf(error));
      return;
    }
    lookout.room = room;
    if (lookout.isOver) {
      // Nobody wanted it any more while it was on its way.
      void room.leave();
      return;
    }
    room.onTick(() => this.#ticked(id, lookout, room));
    room.onStatus((status, reason) => {
      if (status === 'closed') this.#lose(id, lookout, whyOf(reason));
    });
    this.#ticked(id, lookout, room);
  }

  #ticked(id: string, lookout: Lookout, { state }: WatchedRoom): void {
    if (lookout.isOver) return;
    if (isEmpty(state)) this.#lose(id, lookout, 'empty');
    else this.#options.seen(id, state);
  }

  #lose(id: string, lookout: Lookout, why: WhyLost): void {
    if (lookout.isOver) return;
    this.#end(id, lookout);
    this.#options.lost(id, why);
  }

  #end(id: string, lookout: Lookout): void {
    lookout.isOver = true;
    this.#lookouts.delete(id);
    void lookout.room?.leave();
  }
}

function isEmpty({ snakes }: WatchedRoom['state']): boolean {
  for (const _ of snakes) return false;
  return true;
}

function whyOf(reason: unknown): WhyLost {
  const { code = '' } = (reason ?? {}) as Partial<StatusReason>;
  return ['ROOM_NOT_FOUND', 'ROOM_CLOSED', 'ROOM_FAILED'].includes(code) ? 'gone' : 'unknown';
}
