// A room made again from its replay file: at any tick, exactly, by the rules that wrote it.

import { TickhouseError } from '../errors.ts';
import { type AnyGame, Simulation } from '../game/index.ts';
import { pathAt } from '../state/index.ts';
import type { TickCommands } from './records.ts';
import {
  type Ending,
  type ReplayContent,
  type ReplayHead,
  readReplay,
  type Stretch,
} from './replay-file.ts';

/** Where a replay parts from what was recorded, or from another one. */
export interface Difference {
  readonly tick: number;
  /** The first field that differs; undefined where only a hash was recorded. */
  readonly path: string | undefined;
}

export class Replay {
  readonly #content: ReplayContent;
  readonly #simulation: Simulation;
  #stretch: Stretch;
  #next = 0;

  /**
   * @param bytes of a replay file
   * @throws REPLAY_FORMAT, REPLAY_DAMAGED, REPLAY_GAME
   */
  constructor(bytes: Uint8Array, game: AnyGame) {
    this.#content = readReplay(bytes, game);
    const [first] = this.#content.stretches;
    if (first === undefined) {
      throw new TickhouseError('REPLAY_FORMAT', 'the replay file holds no snapshot');
    }
    this.#simulation = new Simulation(this.#content.plan, { seed: 0 });
    this.#stretch = first;
    this.#enter(first);
  }

  get head(): ReplayHead {
    return this.#content.head;
  }

  /** How the room stopped; undefined where the file ends for another reason. */
  get ending(): Ending | undefined {
    return this.#content.ending;
  }

  /** Bytes at the end of the file that were not written whole, and are left out. */
  get tornBytes(): number {
    return this.#content.tornBytes;
  }

  /** The first tick that can be seen. */
  get firstTick(): number {
    return (this.#content.stretches[0] as Stretch).tick;
  }

  /** The last tick of which there are commands; the tick at which the room stopped, where it did. */
  get lastTick(): number {
    const last = this.#content.stretches.at(-1) as Stretch;
    return last.ticks.at(-1)?.tick ?? last.tick;
  }

  get tick(): number {
    return this.#simulation.tick;
  }

  get tickRate(): number {
    return this.#content.plan.tickRateHz;
  }

  /** The whole state at `tick`, hidden fields too. */
  get state(): unknown {
    return this.#simulation.state;
  }

  /** The simulation as it stands, to look at: its hash, what the last tick said. */
  get simulation(): Simulation {
    return this.#simulation;
  }

  /**
   * Goes to a tick, from the nearest snapshot before it.
   * @throws REPLAY_TICK when the file does not reach there; what the game's functions throw
   */
  seek(tick: number): void {
    if (!(tick >= this.firstTick && tick <= this.lastTick && Number.isInteger(tick))) {
      throw new TickhouseError(
        'REPLAY_TICK',
        `tick ${tick}: the file has ticks ${this.firstTick} to ${this.lastTick}`,
      );
    }
    const nearest = this.#content.stretches.findLast((one) => one.tick <= tick) as Stretch;
    if (tick < this.tick || nearest.tick > this.tick) this.#enter(nearest);
    while (this.tick < tick) this.step();
  }

  /**
   * Makes the next tick as it was made; undefined at the end of the file.
   * @throws REPLAY_DIFFERS when the state is not the recorded one; what the game's functions throw
   */
  step(): TickCommands | undefined {
    while (this.#next === this.#stretch.ticks.length) if (!this.#enterNext()) return undefined;
    const made = this.#stretch.ticks[this.#next++];
    if (made === undefined) return undefined;
    this.#simulation.advance(made.commands);
    if (made.hash !== undefined && made.hash !== this.#simulation.hash()) throw this.#differs();
    return made;
  }

  /** On to the next snapshot, which must be the state that was made. */
  #enterNext(): boolean {
    const { stretches } = this.#content;
    const next = stretches[stretches.indexOf(this.#stretch) + 1];
    if (next === undefined) return false;
    const at = next.state.findIndex((byte, i) => byte !== this.#simulation.memory.u8[i]);
    if (at >= 0) throw this.#differs(pathAt(this.#content.plan.layout, at));
    this.#enter(next);
    return true;
  }

  #enter(stretch: Stretch): void {
    this.#stretch = stretch;
    this.#next = 0;
    this.#simulation.load(stretch.state);
  }

  #differs(path?: string): TickhouseError {
    const where = path === undefined ? '' : ` in ${path}`;
    return new TickhouseError(
      'REPLAY_DIFFERS',
      `tick ${this.tick} differs from what was recorded${where}: other rules, or rules that are not deterministic`,
    );
  }
}

/**
 * The first tick, of those that both have, at which two replays are in different states.
 * @throws REPLAY_GAME when they are of rooms with different states
 */
export function firstDifference(one: Replay, other: Replay): Difference | undefined {
  const { layout } = one.simulation.blueprint;
  if (layout.hash !== other.simulation.blueprint.layout.hash) {
    throw new TickhouseError('REPLAY_GAME', 'the two files are of rooms with different options');
  }
  const last = Math.min(one.lastTick, other.lastTick);
  for (let tick = Math.max(one.firstTick, other.firstTick); tick <= last; tick++) {
    one.seek(tick);
    other.seek(tick);
    const theirs = other.simulation.memory.u8;
    const at = one.simulation.memory.u8.findIndex((byte, i) => byte !== theirs[i]);
    if (at >= 0) return { tick, path: pathAt(layout, at) };
  }
  return undefined;
}
