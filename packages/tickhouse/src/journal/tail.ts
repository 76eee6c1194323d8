// The last seconds of a live room, kept in memory: a snapshot now and then and every command since. When
// the room stops, they are its replay file. A command is kept as the bytes that it has there: as an object
// it would outlive its tick by seconds, and each room has hundreds of them.

import { BitWriter } from '../codec/index.ts';
import type { Command, Plan, Simulation } from '../game/index.ts';
import { writeTick } from './records.ts';
import { type Ending, writeReplay } from './replay-file.ts';
import { SparseState } from './sparse-state.ts';

/** Snapshots lie so far apart, in seconds; two are kept. */
const stretchS = 5;
/** The state is hashed so often, in seconds. */
const hashS = 1;

interface Kept {
  readonly tick: number;
  readonly state: SparseState;
  readonly count: number;
  readonly records: Uint8Array;
  /** Why there is no record of one of its ticks; told when a file is asked for. */
  readonly failure: unknown;
}

/** What was noted of a tick: its hash, its state; either now and then. */
export interface Noted {
  readonly hash: string | undefined;
  readonly state: SparseState | undefined;
}

export class Tail {
  readonly #simulation: Simulation;
  readonly #plan: Plan;
  readonly #stretchTicks: number;
  readonly #hashTicks: number;
  readonly #phase: number;
  #before: Kept | undefined;
  // The present stretch: where it began, the records of the ticks since.
  #tick: number;
  #state: SparseState;
  readonly #records: BitWriter = new BitWriter();
  #count = 0;
  #failure: unknown;
  /** The tick that is being made; one object serves for all. */
  readonly #making: { tick: number; commands: readonly Command[]; hash: string | undefined } = {
    tick: 0,
    commands: none,
    hash: undefined,
  };
  #isMaking = false;

  /** @param phase any whole number: rooms with different ones take their snapshots at different ticks */
  constructor(plan: Plan, simulation: Simulation, phase = 0) {
    this.#plan = plan;
    this.#simulation = simulation;
    this.#stretchTicks = Math.max(1, Math.round(stretchS * plan.tickRateHz));
    this.#hashTicks = Math.max(1, Math.round(hashS * plan.tickRateHz));
    this.#phase = phase;
    this.#tick = simulation.tick;
    this.#state = new SparseState(simulation.memory.i32);
  }

  /** The state with which the present stretch began. */
  get state(): SparseState {
    return this.#state;
  }

  /** The tick after the present one is about to be made of these commands. */
  making(commands: readonly Command[]): void {
    this.#making.tick = this.#simulation.tick + 1;
    this.#making.commands = commands;
    this.#making.hash = undefined;
    this.#isMaking = true;
  }

  /** It was made. */
  made(): Noted {
    const making = this.#making;
    const { tick } = making;
    const hash = tick % this.#hashTicks === 0 ? this.#simulation.hash() : undefined;
    making.hash = hash;
    this.#record();
    if ((tick + this.#phase) % this.#stretchTicks !== 0) {
      return hash === undefined ? nothing : { hash, state: undefined };
    }
    this.#before = this.#kept();
    this.#tick = tick;
    this.#state = new SparseState(this.#simulation.memory.i32);
    this.#records.reset();
    this.#count = 0;
    this.#failure = undefined;
    return { hash, state: this.#state };
  }

  /**
   * The room's replay file: what it has been and done for the last seconds, with the tick that failed.
   * @throws GAME_KIND, STATE_VALUE where a command was not one of the game's
   */
  replay(room: string, ending?: Ending): Uint8Array {
    this.#record();
    const kept = this.#before === undefined ? [this.#kept()] : [this.#before, this.#kept()];
    const stretches = kept.map(({ tick, state, count, records, failure }) => {
      if (failure !== undefined) throw failure;
      return { tick, state: state.whole(), count, records };
    });
    return writeReplay(this.#plan, room, stretches, ending);
  }

  /** The tick is not stopped by what cannot be recorded of it: the game took it. */
  #record(): void {
    if (!this.#isMaking) return;
    this.#isMaking = false;
    this.#count++;
    try {
      writeTick(this.#records, this.#plan, this.#making);
    } catch (error) {
      this.#failure ??= error;
    }
    this.#making.commands = none;
  }

  #kept(): Kept {
    return {
      tick: this.#tick,
      state: this.#state,
      count: this.#count,
      records: this.#records.finish(),
      failure: this.#failure,
    };
  }
}

const none: readonly Command[] = Object.freeze([]);
const nothing: Noted = { hash: undefined, state: undefined };
