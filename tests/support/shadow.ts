// What rooms of a host must hold, made again from the journal alone: a journal whose records drive a
// simulation beside each room. Receivers are compared with it, byte for byte.

import { visibleBytes } from '../../packages/tickhouse/src/codec/index.ts';
import type { AnyGame } from '../../packages/tickhouse/src/game/index.ts';
import { Simulation } from '../../packages/tickhouse/src/game/index.ts';
import type { Room } from '../../packages/tickhouse/src/host/index.ts';
import type { JournalRecord } from '../../packages/tickhouse/src/journal/index.ts';
import { Seeded, type SimulatedClient } from '../../packages/tickhouse/src/testing/index.ts';
import { type Appending, ticksOf } from './slow-journal.ts';
import { expectSameBytes } from './test-room.ts';

const seed = 7;

export class Shadow implements Appending {
  readonly #followed: Map<Room, Followed> = new Map();
  /** By id: the room whose records come, an ended one's before those of its successor. */
  readonly #current: Map<string, Followed> = new Map();
  readonly #random = new Seeded(1);
  /** Comparisons that were made. */
  compared = 0;

  /** For the host: whatever else is random, every room has the same seed. */
  readonly randomBytes = (count: number): Uint8Array =>
    count === 4 ? Uint8Array.from([0, 0, 0, seed]) : this.#random.bytes(count);

  /** Makes the room's ticks again; to be called before it makes the first. */
  follow(room: Room): void {
    if (this.#followed.has(room)) return;
    if (room.tick > 0) throw new Error(`room ${room.id} has made ticks already`);
    const simulation = new Simulation(room.plan, { seed });
    this.#followed.set(room, { room, simulation, states: new Map() });
  }

  append(records: readonly JournalRecord[]): undefined {
    for (const { room, tick, commands } of ticksOf(records)) {
      const { simulation, states } = tick === 1 ? this.#begin(room) : this.#goOn(room);
      simulation.advance(commands);
      if (simulation.tick !== tick) throw new Error(`tick ${tick} came as ${simulation.tick}`);
      states.set(tick, visibleBytes(simulation.blueprint.layout, simulation.memory));
    }
  }

  /** Throws where the client does not hold what the room showed at its tick. */
  compare<G extends AnyGame>(client: SimulatedClient<G>): void {
    const { room, tick, mirror, blueprint } = client;
    const wanted = this.#followed.get(room)?.states.get(tick);
    if (wanted === undefined) throw new Error(`room ${room.id} has no tick ${tick}`);
    expectSameBytes(blueprint.layout, wanted, mirror.memory.u8, `tick ${tick} of ${room.id}`);
    this.compared++;
  }

  #begin(id: string): Followed {
    for (const followed of this.#followed.values()) {
      if (followed.room.id !== id || followed.simulation.tick > 0) continue;
      this.#current.set(id, followed);
      return followed;
    }
    throw new Error(`room ${id} is not followed`);
  }

  #goOn(id: string): Followed {
    const followed = this.#current.get(id);
    if (followed === undefined) throw new Error(`room ${id} is not followed`);
    return followed;
  }
}

interface Followed {
  readonly room: Room;
  readonly simulation: Simulation;
  readonly states: Map<number, Uint8Array>;
}
