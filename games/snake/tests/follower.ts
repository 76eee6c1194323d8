// A client's side of a room in tests: a mirror that follows by the same bytes that clients are sent,
// and must always equal what the room lets be seen.

import {
  BitReader,
  BitWriter,
  Mirror,
  visibleBytes,
  writeSnapshot,
} from '../../../packages/tickhouse/src/codec/index.ts';
import type { Simulation } from '../../../packages/tickhouse/src/game/index.ts';
import { pathAt } from '../../../packages/tickhouse/src/state/index.ts';

export class Follower {
  readonly #simulation: Simulation;
  readonly #mirror: Mirror;
  readonly #out = new BitWriter();
  #tick = -1;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#mirror = new Mirror(simulation.blueprint.layout);
  }

  /** Catches up by one covering delta, or by a snapshot at first; what differs then, in words. */
  catchUp(): string | undefined {
    const { blueprint, memory, changes, tick } = this.#simulation;
    const { layout } = blueprint;
    const ticks = tick - this.#tick;
    if (this.#tick >= 0 && changes.covers(ticks)) {
      changes.write(this.#out.reset(), ticks);
      this.#mirror.delta(new BitReader(this.#out.finish()));
    } else {
      writeSnapshot(this.#out.reset(), layout, memory);
      this.#mirror.snapshot(new BitReader(this.#out.finish()));
    }
    this.#tick = tick;
    // It travels in each message's header.
    this.#mirror.memory.u32[blueprint.tickWord] = tick;
    const wanted = visibleBytes(layout, memory);
    const got = this.#mirror.memory.u8;
    if (Buffer.compare(wanted, got) === 0) return undefined;
    const at = wanted.findIndex((byte, i) => byte !== got[i]);
    return `after ${ticks} ticks a client differs in ${pathAt(layout, at)}`;
  }
}
