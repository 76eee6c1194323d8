// The last seconds of a live room, kept in memory: a snapshot now and then and every command since. When
// the room stops, they are its replay file.

import type { Command, Plan, Simulation } from '../game/index.ts';
import type { TickCommands } from './records.ts';
import { type Ending, type Stretch, writeReplay } from './replay-file.ts';

/** Snapshots lie so far apart, in seconds; two are kept. */
const stretchS = 5;
/** The state is hashed so often, in seconds. */
const hashS = 1;

interface Kept {
  readonly tick: number;
  readonly state: Uint8Array;
  readonly ticks: { tick: number; commands: readonly Command[]; hash: string | undefined }[];
}

/** What was noted of a tick: its hash, a copy of its state; either now and then. */
export interface Noted {
  readonly hash: string | undefined;
  readonly state: Uint8Array | undefined;
}

export class Tail {
  readonly #simulation: Simulation;
  readonly #plan: Plan;
  readonly #stretchTicks: number;
  readonly #hashTicks: number;
  readonly #phase: number;
  #before: Kept | undefined;
  #now: Kept;

  /** @param phase any whole number: rooms with different ones take their snapshots at different ticks */
  constructor(plan: Plan, simulation: Simulation, phase = 0) {
    this.#plan = plan;
    this.#simulation = simulation;
    this.#stretchTicks = Math.max(1, Math.round(stretchS * plan.tickRateHz));
    this.#hashTicks = Math.max(1, Math.round(hashS * plan.tickRateHz));
    this.#phase = phase;
    this.#now = this.#begin();
  }

  /** The state with which the present stretch began. */
  get state(): Uint8Array {
    return this.#now.state;
  }

  /** The tick after the present one is about to be made of these commands. */
  making(commands: readonly Command[]): void {
    this.#now.ticks.push({ tick: this.#simulation.tick + 1, commands, hash: undefined });
  }

  /** It was made. */
  made(): Noted {
    const last = this.#now.ticks.at(-1);
    if (last === undefined) return nothing;
    if (last.tick % this.#hashTicks === 0) last.hash = this.#simulation.hash();
    const { hash } = last;
    if ((last.tick + this.#phase) % this.#stretchTicks !== 0) {
      return hash === undefined ? nothing : { hash, state: undefined };
    }
    this.#before = this.#now;
    this.#now = this.#begin();
    return { hash, state: this.#now.state };
  }

  /** The room's replay file: what it has been and done for the last seconds. */
  replay(room: string, ending?: Ending): Uint8Array {
    const stretches: Stretch[] =
      this.#before === undefined ? [this.#now] : [this.#before, this.#now];
    return writeReplay(this.#plan, room, stretches, ending);
  }

  #begin(): Kept {
    const { tick } = this.#simulation;
    const ticks: { tick: number; commands: readonly Command[]; hash: TickCommands['hash'] }[] = [];
    return { tick, state: this.#simulation.save(), ticks };
  }
}

const nothing: Noted = { hash: undefined, state: undefined };
