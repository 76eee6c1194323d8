// A player without a mind: it brings join data and asks for inputs that fit their schemas, and a seed
// repeats all of them.

import type { AnyGame, InputOf } from '../game/index.ts';
import type { FlatShape, Values } from '../state/index.ts';
import { randomValue } from './random-value.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { SchemasOf } from './schemas.ts';
import { Seeded } from './seeded.ts';
import type { SimulatedClient } from './simulated-client.ts';

export class Bot<G extends AnyGame> {
  readonly #game: G;
  readonly #random: Seeded;

  /** @param seed any 32-bit number */
  constructor(game: G, seed: number) {
    this.#game = game;
    this.#random = new Seeded(seed);
  }

  /** Join data. */
  player(): Values<SchemasOf<G>['player']> {
    return this.#values(this.#game.definition.player) as Values<SchemasOf<G>['player']>;
  }

  /** Any of the game's inputs, with values anywhere in their ranges. */
  input(): Pick<InputOf<SchemasOf<G>['inputs']>, 'kind' | 'data'> {
    const { inputs } = this.#game.definition;
    const [kind, shape] = this.#random.pick(Object.entries(inputs));
    return { kind, data: this.#values(shape) } as never;
  }

  /** Sends one input for a client that has a seat and whose connection stands. */
  play(client: SimulatedClient<G>): void {
    const { kind, data } = this.input();
    if (client.isConnected) client.send(kind as never, ...([data] as never));
  }

  /** Asks for one input for a seat, with the rehearsal's next tick. */
  playIn(rehearsal: Rehearsal<G>, seat: number): void {
    const { kind, data } = this.input();
    rehearsal.input(seat, kind as never, ...([data] as never));
  }

  #values(shape: FlatShape): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(shape).map(([name, field]) => [name, randomValue(this.#random, field)]),
    );
  }
}
