// A game's rules played by hand, without host, room or wire: say who does what, make the tick, look at
// the whole state.

import { BitReader, BitWriter } from '../codec/index.ts';
import {
  type AnyGame,
  blueprintOf,
  type Command,
  type DataOf,
  parseOptions,
  planOf,
  readEvents,
  Simulation,
  type WorkResultOf,
} from '../game/index.ts';
import type { Values, View } from '../state/index.ts';
import { type AskOf, type EffectOf, type EventOf, optionTexts, type SchemasOf } from './schemas.ts';

export interface RehearsalOptions<G> {
  /** What is left out takes the game's default. */
  readonly options?: Partial<Values<SchemasOf<G>['options']>>;
  /** Any 32-bit number. Default: 1. */
  readonly seed?: number;
  /** Makes every tick twice and compares. Default: true. */
  readonly twice?: boolean;
}

/** @throws GAME_OPTIONS, STATE_SCHEMA, and what the game's `setup` throws */
export function rehearse<G extends AnyGame>(
  game: G,
  options: RehearsalOptions<G> = {},
): Rehearsal<G> {
  return new Rehearsal(game, options);
}

export class Rehearsal<G extends AnyGame> {
  readonly #simulation: Simulation;
  #commands: Command[] = [];
  #inputs = 0;

  constructor(game: G, { options = {}, seed = 1, twice = true }: RehearsalOptions<G>) {
    const blueprint = blueprintOf(game, parseOptions(game, optionTexts(options)));
    this.#simulation = new Simulation(planOf(blueprint), { seed, twice });
  }

  /** The whole state, hidden fields too; a test may write to it to set a scene. */
  get state(): View<SchemasOf<G>['state']> {
    return this.#simulation.state as never;
  }

  /** The last tick that was made; 0 after `setup`. */
  get tick(): number {
    return this.#simulation.tick;
  }

  /** What the last tick emitted, as players receive it. */
  get events(): readonly EventOf<G>[] {
    const out = new BitWriter();
    this.#simulation.outlet.writeEvents(out);
    const { events } = this.#simulation.blueprint;
    return readEvents(new BitReader(out.finish()), events) as never;
  }

  /** What the last tick asked of the outside world. */
  get effects(): readonly EffectOf<G>[] {
    return this.#simulation.outlet.effects as never;
  }

  /** What the last tick wanted to be done off the loop. */
  get asks(): readonly AskOf<G>[] {
    return this.#simulation.outlet.asks as never;
  }

  /** Names the whole state: equal states have equal hashes. */
  hash(): string {
    return this.#simulation.hash();
  }

  /** A copy of the state, to come back to with `load`. */
  save(): Uint8Array {
    return this.#simulation.save();
  }

  load(state: Uint8Array): void {
    this.#simulation.load(state);
  }

  /** With the next tick, as all that follow: takes a seat that is free. */
  join(seat: number, player: Values<SchemasOf<G>['player']>): void {
    this.#commands.push({ type: 'join', seat, player: player as never });
  }

  /** Gives the seat up. */
  leave(seat: number): void {
    this.#commands.push({ type: 'leave', seat });
  }

  /** The seat's connection is lost. */
  away(seat: number): void {
    this.#commands.push({ type: 'away', seat });
  }

  back(seat: number): void {
    this.#commands.push({ type: 'back', seat });
  }

  input<K extends keyof SchemasOf<G>['inputs'] & string>(
    seat: number,
    kind: K,
    ...data: DataOf<SchemasOf<G>['inputs'][K]>
  ): void {
    const number = ++this.#inputs;
    this.#commands.push({ type: 'input', seat, number, kind, data: data[0] ?? {} });
  }

  /** Work that an earlier tick asked for is done; without `gives` it failed. */
  result<K extends keyof SchemasOf<G>['work'] & string>(
    kind: K,
    { asked, gives }: Omit<Extract<WorkResultOf<SchemasOf<G>['work']>, { kind: K }>, 'kind'>,
  ): void {
    this.#commands.push({ type: 'result', kind, asked, gives });
  }

  /**
   * Makes a tick of what was asked for, and then more until there are `ticks`.
   * @throws what the game's functions throw, GAME_COMMAND, GAME_NOT_DETERMINISTIC
   */
  advance(ticks = 1): void {
    for (let i = 0; i < ticks; i++) {
      const commands = this.#commands;
      this.#commands = [];
      this.#simulation.advance(commands);
    }
  }
}
