// The rooms of a process, by game and id: what lists show, and what "quick" finds.

import type { Room } from '../room/index.ts';
import type { Scheduled } from './scheduler.ts';

/** A room and its place in the schedule. */
export interface Entry extends Scheduled {
  readonly room: Room;
}

/** A room as lists show it. */
export interface RoomFacts {
  readonly game: string;
  readonly id: string;
  readonly seated: number;
  readonly seats: number;
  readonly watching: number;
  readonly options: Readonly<Record<string, unknown>>;
}

export class RoomList {
  readonly #entries: Map<string, Entry> = new Map();

  get size(): number {
    return this.#entries.size;
  }

  add(entry: Entry): void {
    this.#entries.set(keyOf(entry), entry);
  }

  remove(entry: Entry): void {
    this.#entries.delete(keyOf(entry));
  }

  clear(): void {
    this.#entries.clear();
  }

  find(game: string, id: string): Entry | undefined {
    return this.#entries.get(`${game}/${id}`);
  }

  rooms(): Room[] {
    return [...this.#entries.values()].map(({ room }) => room);
  }

  /** Of the public rooms. */
  facts(): RoomFacts[] {
    return this.rooms().flatMap((room) => (room.isPrivate ? [] : [factsOf(room)]));
  }

  /** Of the public rooms that fit, the one with the most players. */
  fullest(fits: (room: Room) => boolean): Entry | undefined {
    let fullest: Entry | undefined;
    for (const entry of this.#entries.values()) {
      const { room } = entry;
      if (room.isPrivate || !fits(room)) continue;
      if (fullest === undefined || room.seated > fullest.room.seated) fullest = entry;
    }
    return fullest;
  }
}

function keyOf({ room }: Entry): string {
  return `${room.plan.game.name}/${room.id}`;
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
