// A room of Snake for tests: scenes are set up by hand, then ticks are made as a room makes them, each
// one twice from a copy.

import { BitReader, BitWriter } from '../../../packages/tickhouse/src/codec/index.ts';
import {
  blueprintOf,
  type Command,
  defaultOptions,
  type Effect,
  type Occurrence,
  planOf,
  readEvents,
  Simulation,
} from '../../../packages/tickhouse/src/game/index.ts';
import type { Heading, Snake, State } from '../src/rules/schema.ts';
import { snake } from '../src/rules/snake.ts';

type Point = readonly [x: number, y: number];

interface StageOptions {
  readonly seed?: number;
  readonly speed?: string;
  readonly field?: string;
  readonly stones?: boolean;
  readonly company?: number;
}

export class Stage {
  readonly simulation: Simulation;
  /** What the last tick told the players. */
  events: Occurrence[] = [];
  readonly #inputs = new Map<number, number>();

  /** Without stones where not asked for: a scene should hold only what stands in it. */
  constructor({ seed = 1, ...options }: StageOptions = {}) {
    const plan = planOf(
      blueprintOf(snake, { ...defaultOptions(snake), stones: false, ...options }),
    );
    this.simulation = new Simulation(plan, { seed, twice: true, historyTicks: 64 });
  }

  get state(): State {
    return this.simulation.state as State;
  }

  get effects(): readonly Effect[] {
    return this.simulation.outlet.effects;
  }

  tick(...commands: Command[]): this {
    this.simulation.advance(commands);
    const out = new BitWriter();
    this.simulation.outlet.writeEvents(out);
    this.events = readEvents(new BitReader(out.finish()), this.simulation.blueprint.events);
    return this;
  }

  /** Seats a player for each name, in this order. */
  join(...names: string[]): this {
    return this.tick(...names.map((name, seat) => this.joins(seat, name)));
  }

  joins(seat: number, name = `P${seat}`, bot = false): Command {
    this.#inputs.delete(seat);
    return { type: 'join', seat, player: { name, bot } };
  }

  /** Makes ticks until no living snake lies still any more. */
  untilMoving(): this {
    const { snakes } = this.state;
    const first = Math.max(0, ...[...snakes].map(({ alive, movesAt }) => (alive ? movesAt : 0)));
    while (this.simulation.tick + 1 < first) this.tick();
    return this;
  }

  plays(seat: number): Command {
    return this.#input(seat, 'play', {});
  }

  turns(seat: number, heading: Heading): Command {
    return this.#input(seat, 'turn', { heading });
  }

  snake(seat: number): Snake {
    const row = this.state.snakes.at(seat);
    if (row === undefined) throw new Error(`seat ${seat} has no row`);
    return row;
  }

  /** Lays a living snake of a seated player out by hand: `points` from its head on. */
  lay(seat: number, heading: Heading, ...points: Point[]): Snake {
    const row = this.snake(seat);
    for (const [x, y] of points) {
      row.body.push(this.cell(x, y));
      this.state.occupied.set(x, y, seat + 1);
    }
    row.heading = heading;
    row.alive = true;
    row.movesAt = this.state.began + 1;
    row.score = points.length - 3;
    this.state.phase = 'playing';
    return row;
  }

  cell(x: number, y: number): number {
    return y * this.state.ground.width + x;
  }

  /** The points of a body, from its head on. */
  body(seat: number): Point[] {
    const { width } = this.state.ground;
    return cellsOf(this.snake(seat)).map((cell) => [cell % width, Math.floor(cell / width)]);
  }

  /** How many cells of the ground hold a value from `min` to `max`. */
  count(min: number, max = min): number {
    const { ground } = this.state;
    let found = 0;
    for (let cell = 0; cell < ground.length; cell++) {
      const value = ground.at(cell);
      if (value >= min && value <= max) found++;
    }
    return found;
  }

  #input(seat: number, kind: string, data: Record<string, unknown>): Command {
    const number = (this.#inputs.get(seat) ?? 0) + 1;
    this.#inputs.set(seat, number);
    return { type: 'input', seat, number, kind, data };
  }
}

export function cellsOf({ body }: Snake): number[] {
  return Array.from({ length: body.length }, (_, i) => body.at(i));
}
