// What a room keeps of its last seconds is what was done, whatever it is kept as.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snake } from '../../../../games/snake/src/rules/index.ts';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { Crowd } from '../../../../tests/support/crowd.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { maze } from '../../../../tests/support/games/maze.ts';
import { type AnyGame, blueprintOf, type Command, planOf, Simulation } from '../game/index.ts';
import type { TickCommands } from './records.ts';
import { replayOf } from './replay-file.ts';
import { Tail } from './tail.ts';

const games: readonly AnyGame[] = [arena, cards, maze, snake];

/** A room, and beside its tail all that it does, kept plainly. */
class Kept {
  readonly #simulation: Simulation;
  readonly #tail: Tail;
  readonly #plan;
  readonly stretches: { state: Uint8Array; tick: number; ticks: TickCommands[] }[] = [];

  constructor(game: AnyGame, seed: number, phase: number) {
    this.#plan = planOf(blueprintOf(game));
    this.#simulation = new Simulation(this.#plan, { seed });
    this.#tail = new Tail(this.#plan, this.#simulation, phase);
    this.#begin();
  }

  get simulation(): Simulation {
    return this.#simulation;
  }

  tick(commands: readonly Command[]): void {
    this.#tail.making(commands);
    this.#simulation.advance(commands);
    const { hash, state } = this.#tail.made();
    this.stretches.at(-1)?.ticks.push({ tick: this.#simulation.tick, commands, hash });
    if (hash !== undefined) expect(hash).toBe(this.#simulation.hash());
    if (state === undefined) return;
    expect(state.whole()).toEqual(this.#simulation.save());
    this.#begin();
  }

  /** The file by the tail, and by what was kept beside it. */
  files(): [Uint8Array, Uint8Array] {
    const histories = this.stretches.slice(-2).map(({ tick, state, ticks }) => ({
      checkpoint: { tick, state },
      ticks: ticks.map((made) => ({ made })),
    }));
    return [this.#tail.replay('test'), replayOf(this.#plan, 'test', histories)];
  }

  #begin(): void {
    const { tick } = this.#simulation;
    this.stretches.push({ state: this.#simulation.save(), tick, ticks: [] });
  }
}

test.each(games.map((game) => [game.name, game] as const))(
  'its file is, byte for byte, what would be written of states and commands: %s',
  (_name, game) => {
    const anyTicks = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(fc.integer(), fc.nat(), anyTicks, (seed, phase, ticks) => {
        const kept = new Kept(game, seed, phase);
        const crowd = new Crowd(game, seed);
        for (let i = 0; i < ticks; i++) kept.tick(crowd.commands(kept.simulation));
        const [file, plain] = kept.files();
        expect(Buffer.compare(file, plain)).toBe(0);
      }),
      { numRuns: 15 },
    );
  },
);

describe('a command that no record can hold', () => {
  const strange: Command = {
    type: 'input',
    seat: 0,
    number: 1,
    kind: 'turn',
    data: { heading: 1 },
  };
  const unknown: Command = { ...strange, kind: 'dance' };
  const ticks = Math.round(5 * planOf(blueprintOf(snake)).tickRateHz);

  test.each([
    ['STATE_VALUE', strange],
    ['GAME_KIND', unknown],
  ] as const)(
    'stops no tick; the file is refused with %s for as long as it would be in it',
    (code, one) => {
      const kept = new Kept(snake, 1, 0);
      kept.tick([one]);
      kept.tick([]);
      expect(codeOf(() => kept.files()[0])).toBe(code);
      while (kept.simulation.tick < 2 * ticks - 1) kept.tick([]);
      expect(codeOf(() => kept.files()[0])).toBe(code);
      kept.tick([]);
      expect(kept.files()[0].length).toBeGreaterThan(0);
    },
  );
});

test('the tick that failed is in the file, without a hash', () => {
  const plan = planOf(blueprintOf(snake));
  const simulation = new Simulation(plan, { seed: 1 });
  const tail = new Tail(plan, simulation);
  const commands: Command[] = [{ type: 'leave', seat: 3 }];
  tail.making(commands);
  expect(codeOf(() => simulation.advance(commands))).toBe('GAME_COMMAND');
  const state = new Simulation(plan, { seed: 1 }).save();
  const made = { tick: 1, commands, hash: undefined };
  const history = { checkpoint: { tick: 0, state }, ticks: [{ made }] };
  expect(tail.replay('test')).toEqual(replayOf(plan, 'test', [history]));
});
