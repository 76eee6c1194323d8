// The games that rooms can be made of, and how an address's options turn into a room's plan.

import { TickhouseError } from '../errors.ts';
import {
  type AnyGame,
  type Blueprint,
  blueprintOf,
  optionsKey,
  type Plan,
  parseOptions,
  planOf,
} from '../game/index.ts';

/** Plans kept, so that rooms with the same options share one. */
const plansMax = 64;

export class Catalogue {
  readonly #games: ReadonlyMap<string, Blueprint>;
  readonly #stateBytesMax: number;
  readonly #plans: Map<string, Plan> = new Map();

  /**
   * @param stateBytesMax the most bytes that the state of one room may take
   * @throws GAME_DEFINITION when two games share a name
   */
  constructor(games: readonly AnyGame[], stateBytesMax: number) {
    this.#games = new Map(games.map((game) => [game.name, blueprintOf(game)]));
    this.#stateBytesMax = stateBytesMax;
    if (this.#games.size !== games.length) {
      throw new TickhouseError('GAME_DEFINITION', 'two games of one server have the same name');
    }
  }

  /** A game with its default options: enough to read a hello. */
  blueprint(game: string): Blueprint | undefined {
    return this.#games.get(game);
  }

  /** Whether the game defines such an effect. */
  hasEffect(game: string, kind: string): boolean {
    const effects = this.#games.get(game)?.game.definition.effects ?? {};
    return Object.hasOwn(effects, kind);
  }

  /** The kinds of work that a game asks for. */
  workOf(game: string): readonly string[] {
    return Object.keys(this.#games.get(game)?.game.definition.work ?? {});
  }

  get names(): readonly string[] {
    return [...this.#games.keys()];
  }

  /** The plan of a room with these options, as names and text; undefined where there can be none. */
  plan(game: string, options: Iterable<readonly [string, string]>): Plan | undefined {
    const base = this.#games.get(game);
    if (base === undefined) return undefined;
    try {
      const chosen = parseOptions(base.game, options);
      const key = `${game}?${optionsKey(base.game, chosen)}`;
      const plan = this.#plans.get(key) ?? planOf(blueprintOf(base.game, chosen));
      if (plan.layout.bytes > this.#stateBytesMax) return undefined;
      this.#plans.delete(key);
      this.#plans.set(key, plan);
      const [oldest] = this.#plans.keys();
      if (this.#plans.size > plansMax && oldest !== undefined) this.#plans.delete(oldest);
      return plan;
    } catch {
      // Whatever the author's functions make of options from outside, the answer is the same.
      return undefined;
    }
  }
}

/** Rooms of equal plans are alike: "quick" may lead to any of them. */
export function isSamePlan(a: Plan, b: Plan): boolean {
  return a.game === b.game && optionsKey(a.game, a.options) === optionsKey(b.game, b.options);
}
