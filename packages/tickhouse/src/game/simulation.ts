// One room's state and the pure function that advances it: (state, commands of this tick) → state.
// Nothing here reads a clock, a socket or anything else that a replay would not have.

import { Changes } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import { hashWords, Memory, pathAt, type View, writer } from '../state/index.ts';
import { type Blueprint, type Kind, kindsOf, wordOf } from './blueprint.ts';
import { checkRoom } from './check-room.ts';
import type { Command, InputCommand, PlainValues, ResultCommand } from './commands.ts';
import { Outlet } from './outlet.ts';
import { BufferRandom } from './random.ts';
import type { SystemShape } from './room-shape.ts';

type System = View<SystemShape>;
type SeatRow = NonNullable<ReturnType<System['$seats']['at']>>;
type Handler = ((context: never) => void) | undefined;

/** A blueprint that can be run: with the writing views that only simulations need. */
export interface Plan extends Blueprint {
  readonly open: (memory: Memory, marks: Int32Array) => unknown;
  readonly effects: readonly Kind[];
  /** Work by kind: what it is asked with, and what it gives. */
  readonly asks: readonly Kind[];
  readonly gives: readonly Kind[];
  /** Where the words of the random generator lie, in 32-bit words. */
  readonly randomWord: number;
}

/**
 * Makes a blueprint runnable; rooms that share the plan share the classes of their views.
 * @throws GAME_OPTIONS, GAME_DEFINITION, STATE_SCHEMA when its options lead to no possible room
 */
export function planOf(blueprint: Blueprint): Plan {
  checkRoom(blueprint.game, blueprint.options);
  const { effects, work } = blueprint.game.definition;
  const { layout } = blueprint;
  const randomWord = wordOf(layout, '$random.a');
  return {
    ...blueprint,
    open: writer(layout),
    effects: kindsOf(effects),
    asks: kindsOf(mapValues(work, ({ asks }) => asks)),
    gives: kindsOf(mapValues(work, ({ gives }) => gives)),
    randomWord,
  };
}

function mapValues<T, R>(of: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, map(value)]));
}

/** A seat that is taken, as the state has it. */
export interface SeatFacts {
  readonly seat: number;
  /** Its player is connected. */
  readonly isHere: boolean;
  /** The number of the last input that a tick took from it. */
  readonly lastInput: number;
}

export interface SimulationOptions {
  /** Any 32-bit number. */
  readonly seed: number;
  /** Advances every tick twice, from a copy, and compares: for tests and development. Default: false. */
  readonly twice?: boolean;
  /** How many ticks one delta can cover. Default: 1. */
  readonly historyTicks?: number;
}

export class Simulation {
  readonly blueprint: Blueprint;
  readonly memory: Memory;
  /** What the last ticks changed. */
  readonly changes: Changes;
  /** What the last tick said to the world. */
  readonly outlet: Outlet;
  readonly #marks: Int32Array;
  readonly #system: System;
  readonly #inputs: InputCommand[] = [];
  readonly #results: ResultCommand[] = [];
  readonly #context: { tick: number; player: unknown } & Record<string, unknown>;
  readonly #twice: boolean;
  #doing = 'in setup';

  constructor(plan: Plan, options: SimulationOptions) {
    const { layout, game } = plan;
    this.blueprint = plan;
    this.memory = new Memory(layout.bytes);
    this.#marks = new Int32Array(layout.markWords);
    this.changes = new Changes(layout, this.memory, this.#marks, options.historyTicks ?? 1);
    this.outlet = new Outlet(plan.events, plan.effects, plan.asks);
    this.#system = plan.open(this.memory, this.#marks) as System;
    this.#twice = options.twice ?? false;
    const random = new BufferRandom(this.memory.i32, plan.randomWord);
    random.seed(options.seed);
    this.#context = {
      state: this.#system,
      options: Object.freeze({ ...plan.options }),
      tick: 0,
      random,
      inputs: this.#inputs,
      results: this.#results,
      player: undefined,
      emit: (kind: string, data?: PlainValues) => this.outlet.emit(kind, data),
      effect: (kind: string, data?: PlainValues) => this.outlet.effect(kind, data),
      offload: (kind: string, asked?: PlainValues) => this.outlet.ask(kind, asked),
    };
    this.#run(game.definition.setup);
    this.outlet.clear();
    this.changes.restart();
  }

  /** The tick that the state is: 0 after `setup`. */
  get tick(): number {
    return this.memory.u32[this.blueprint.tickWord] as number;
  }

  /** The author's state, to look at; writing to it outside of a tick breaks replays. */
  get state(): unknown {
    return this.#system;
  }

  /** The seats that are taken. */
  seats(): SeatFacts[] {
    return [...this.#system.$seats].map(({ player, presence, lastInput }) => ({
      seat: player.seat,
      isHere: presence === 'here',
      lastInput,
    }));
  }

  /** What the simulation is at, or was when it failed: `in join of seat 3`. */
  get doing(): string {
    return this.#doing;
  }

  /** The hash of the whole state, hidden fields and system columns too: 16 hexadecimal digits. */
  hash(): string {
    return hashWords(this.memory.u32);
  }

  /** A copy of the state: with it `load` comes back to this tick. */
  save(): Uint8Array {
    return this.memory.u8.slice();
  }

  /** @param bytes from `save` of a simulation with the same layout */
  load(bytes: Uint8Array): void {
    this.memory.u8.set(bytes);
    this.changes.restart();
  }

  /**
   * Makes the next tick. Afterwards `outlet` holds what it said, `changes` what it changed.
   * @throws whatever the author's functions throw, GAME_COMMAND, GAME_NOT_DETERMINISTIC; the state is
   * then between two ticks and the room cannot go on
   */
  advance(commands: readonly Command[]): void {
    if (this.#twice) this.#advanceTwice(commands);
    else this.#advance(commands);
    this.changes.settle();
  }

  #advanceTwice(commands: readonly Command[]): void {
    const state = this.save();
    const marks = this.#marks.slice();
    this.#advance(commands);
    const first = this.save();
    const hash = this.hash();
    this.memory.u8.set(state);
    this.#marks.set(marks);
    this.#advance(commands);
    if (this.hash() !== hash) this.#differs(first);
  }

  #advance(commands: readonly Command[]): void {
    this.outlet.clear();
    const tick = this.tick + 1;
    this.memory.u32[this.blueprint.tickWord] = tick;
    this.#context.tick = tick;
    for (const command of commands) if (command.type === 'leave') this.#leave(command.seat);
    for (const command of commands) {
      if (command.type === 'join') this.#join(command.seat, command.player);
    }
    for (const command of commands) if (command.type === 'away') this.#moved(command.seat, 'away');
    for (const command of commands) if (command.type === 'back') this.#moved(command.seat, 'here');
    this.#inputs.length = 0;
    this.#doing = 'in step';
    for (const command of commands) if (command.type === 'input') this.#take(command);
    this.#results.length = 0;
    for (const command of commands) if (command.type === 'result') this.#results.push(command);
    this.#run(this.blueprint.game.definition.step);
  }

  #join(seat: number, player: PlainValues): void {
    this.#doing = `in join of seat ${seat}`;
    const row = this.#system.$seats.addAt(seat);
    row.player.seat = seat;
    const values = row.player as Record<string, unknown>;
    for (const { path } of this.blueprint.player.leaves) values[path] = player[path];
    this.#run(this.blueprint.game.definition.join, row.player);
  }

  #leave(seat: number): void {
    this.#doing = `in leave of seat ${seat}`;
    const row = this.#seat(seat);
    this.#run(this.blueprint.game.definition.leave, row.player);
    this.#system.$seats.remove(row);
  }

  #moved(seat: number, presence: 'here' | 'away'): void {
    this.#doing = `in ${presence === 'away' ? 'away' : 'back'} of seat ${seat}`;
    const row = this.#seat(seat);
    if (row.presence === presence) return;
    row.presence = presence;
    const { away, back } = this.blueprint.game.definition;
    this.#run(presence === 'away' ? away : back, row.player);
  }

  /** An input of a seat that was given up in this tick, or that a tick already took, says nothing. */
  #take(input: InputCommand): void {
    const row = this.#system.$seats.at(input.seat);
    if (row === undefined || input.number <= row.lastInput) return;
    row.lastInput = input.number;
    this.#inputs.push(input);
  }

  #seat(seat: number): SeatRow {
    const row = this.#system.$seats.at(seat);
    if (row !== undefined) return row;
    throw new TickhouseError('GAME_COMMAND', `tick ${this.tick}: seat ${seat} is not taken`);
  }

  #run(handler: Handler, player?: unknown): void {
    if (handler === undefined) return;
    this.#context.player = player;
    handler(this.#context as never);
  }

  #differs(first: Uint8Array): never {
    const at = first.findIndex((byte, i) => byte !== this.memory.u8[i]);
    const path = pathAt(this.blueprint.layout, at);
    throw new TickhouseError(
      'GAME_NOT_DETERMINISTIC',
      `${this.blueprint.game.name}: tick ${this.tick}, made twice from the same state, differs in ${path}: ` +
        'a step may use only state, inputs, tick and random (no Date, Math.random or variables that outlive it)',
    );
  }
}
