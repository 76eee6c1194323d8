// The laws that replay, recovery and rollback stand on: the same state and commands give the same
// state, and whatever breaks that is found and named.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { editedGame } from '../../../../tests/support/games/edited.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { randomScalar } from '../../../../tests/support/random-values.ts';
import {
  bool,
  f64,
  grid,
  list,
  type Shape,
  table,
  text,
  u8,
  u16,
  u32,
  type View,
} from '../state/index.ts';
import { blueprintOf } from './blueprint.ts';
import type { Command } from './commands.ts';
import { defineGame } from './define-game.ts';
import type { AnyGame } from './definition.ts';
import { planOf, Simulation } from './simulation.ts';

const plans = [arena, cards, counter].map((game) => planOf(blueprintOf(game)));
const anyPlan = fc.constantFrom(...plans);
const made = (plan: (typeof plans)[number], seed: number, twice = false): Simulation =>
  new Simulation(plan, { seed, twice, historyTicks: 4 });

/** Random commands that seats allow, tick by tick; `fail` is left out. */
class Players {
  readonly #dice: Dice;
  readonly #game: AnyGame;
  readonly #taken: boolean[];
  #number = 0;

  constructor(game: AnyGame, seed: number) {
    this.#dice = new Dice(seed);
    this.#game = game;
    this.#taken = new Array(game.seats).fill(false);
  }

  next(): Command[] {
    const dice = this.#dice;
    const commands: Command[] = [];
    for (let seat = 0; seat < this.#taken.length; seat++) {
      if (this.#taken[seat] && dice.chance(0.04)) {
        commands.push({ type: 'leave', seat });
        this.#taken[seat] = false;
      }
      if (this.#taken[seat] || !dice.chance(0.3)) continue;
      commands.push({ type: 'join', seat, player: this.#values(this.#game.definition.player) });
      this.#taken[seat] = true;
    }
    for (let i = dice.below(6); i > 0; i--) commands.push(this.#act());
    return commands;
  }

  #act(): Command {
    const dice = this.#dice;
    const taken = this.#taken.flatMap((is, seat) => (is ? [seat] : []));
    const seat = taken.length > 0 ? dice.pick(taken) : 0;
    const kinds = Object.entries(this.#game.definition.inputs).filter(([kind]) => kind !== 'fail');
    const [kind, shape] = dice.pick(kinds);
    this.#number += dice.below(3);
    const number = this.#number;
    const input: Command = { type: 'input', seat, number, kind, data: this.#values(shape) };
    if (taken.length === 0) return input;
    return dice.pick<Command>([input, input, { type: 'away', seat }, { type: 'back', seat }]);
  }

  #values(shape: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(shape).map(([name, field]) => [name, randomScalar(this.#dice, field)]),
    );
  }
}

const quiet = (state: Shape): AnyGame =>
  defineGame({
    name: 'quiet',
    rulesVersion: 0,
    tickRate: 1,
    seats: 1,
    inputs: {},
    state,
    step() {},
  });

describe('equal states and commands give equal states', () => {
  test('for random rooms: every tick made twice has one hash', () => {
    fc.assert(
      fc.property(anyPlan, anySeed, anySeed, (plan, seed, playing) => {
        const [one, two] = [made(plan, seed), made(plan, seed, true)];
        const players = new Players(plan.game, playing);
        for (let tick = 0; tick < 40; tick++) {
          const commands = players.next();
          one.advance(commands);
          two.advance(commands);
          expect(two.hash()).toBe(one.hash());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('from any saved tick, in the same room and in another one', () => {
    fc.assert(
      fc.property(anyPlan, anySeed, fc.integer({ min: 0, max: 30 }), (plan, seed, at) => {
        const room = made(plan, seed);
        const players = new Players(plan.game, seed);
        const played = Array.from({ length: 40 }, () => players.next());
        for (const commands of played.slice(0, at)) room.advance(commands);
        const state = room.save();
        for (const commands of played.slice(at)) room.advance(commands);
        const hash = room.hash();
        const other = made(plan, seed + 1);
        for (const commands of new Players(plan.game, 5).next()) other.advance([commands]);
        for (const again of [room, other]) {
          again.load(state);
          expect(again.tick).toBe(at);
          for (const commands of played.slice(at)) again.advance(commands);
          expect(again.hash()).toBe(hash);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('for random schemas and random edits, made twice in each tick', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const plan = planOf(blueprintOf(editedGame(shape)));
        const [one, two] = [made(plan, seed), made(plan, seed, true)];
        for (let tick = 0; tick < 20; tick++) {
          one.advance([]);
          two.advance([]);
        }
        expect(two.hash()).toBe(one.hash());
      }),
      { numRuns: 60 },
    );
  });

  test('by whatever way they came about: what was there and is gone leaves no trace', () => {
    const shape = { path: list(u8, 9), on: bool, name: text(5), ground: grid(u16, 4, 4) };
    const plan = planOf(blueprintOf(quiet(shape)));
    const [one, two] = [made(plan, 1), made(plan, 1)];
    const state = two.state as View<typeof shape>;
    for (const value of [1, 2, 3]) state.path.push(value);
    state.on = true;
    state.name = 'annie';
    state.ground.set(3, 2, 700);
    expect(one.hash()).not.toBe(two.hash());
    for (let i = 0; i < 3; i++) state.path.pop();
    state.on = false;
    state.ground.fill(0);
    state.name = 'an';
    expect(one.hash()).not.toBe(two.hash());
    state.name = '';
    expect(two.hash()).toBe(one.hash());
    state.on = true;
    expect(two.hash()).not.toBe(one.hash());
  });
});

describe('the cards', () => {
  test('are 52, each in exactly one place, whatever players do', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const room = made(plans[1] as never, seed, true);
        const players = new Players(cards, seed);
        for (let tick = 0; tick < 60; tick++) {
          room.advance(players.next());
          expect(placesOf(room)).toEqual(Array.from({ length: 52 }, (_, card) => card));
        }
      }),
      { numRuns: 30 },
    );
  });
});

type Pile = { length: number; at(index: number): number };

function placesOf(room: Simulation): number[] {
  const { deck, pile, hands } = room.state as {
    deck: Pile;
    pile: Pile;
    hands: Iterable<{ cards: Pile }>;
  };
  const piles = [deck, pile, ...[...hands].map((hand) => hand.cards)];
  return piles
    .flatMap((one) => Array.from({ length: one.length }, (_, i) => one.at(i)))
    .sort((a, b) => a - b);
}

let outside = 0;
const kept = new Map<string, number>();
const rough = { calm: u32, value: f64, rows: table(3, { score: u32 }), trail: list(f64, 50) };
type Rough = View<typeof rough>;

describe('a room that checks itself finds', () => {
  const careless: readonly (readonly [what: string, path: string, step: (s: Rough) => void])[] = [
    ['Math.random', 'value', (s) => setValue(s, Math.random())],
    ['a date', 'value', (s) => setValue(s, new FakeDate().getTime())],
    ['a variable of the module', 'value', (s) => setValue(s, outside++)],
    ['a map that outlives the tick', 'value', (s) => setValue(s, kept.set(`${kept.size}`, 1).size)],
    ['it in a row of a table', 'rows[1].score', (s) => setScore(s, outside++)],
    ['it in a list', 'trail', (s) => s.trail.push(Math.random())],
    ['a row that is there only once', 'rows (its rows in use)', (s) => addRow(s, outside++ % 2)],
  ];

  test.each(careless)('%s: GAME_NOT_DETERMINISTIC names tick and field', (_what, path, step) => {
    const game = defineGame({
      name: 'careless',
      rulesVersion: 0,
      tickRate: 10,
      seats: 1,
      inputs: {},
      state: rough,
      step({ state, tick }) {
        state.calm = tick;
        if (tick === 3) step(state);
      },
    });
    const room = new Simulation(planOf(blueprintOf(game)), { seed: 1, twice: true });
    room.advance([]);
    room.advance([]);
    expect(errorOf(() => room.advance([]))).toContain(
      `GAME_NOT_DETERMINISTIC: careless: tick 3, made twice from the same state, differs in ${path}:`,
    );
  });

  test('an input that a step changes', () => {
    const game = defineGame({
      name: 'greedy',
      rulesVersion: 0,
      tickRate: 10,
      seats: 1,
      inputs: { add: { amount: u32 } },
      state: { total: u32 },
      step({ state, inputs }) {
        for (const { data } of inputs) state.total = ++(data as { amount: number }).amount;
      },
    });
    const room = new Simulation(planOf(blueprintOf(game)), { seed: 1, twice: true });
    const add: Command = { type: 'input', seat: 0, number: 1, kind: 'add', data: { amount: 1 } };
    expect(errorOf(() => room.advance([{ type: 'join', seat: 0, player: {} }, add]))).toMatch(
      /^GAME_NOT_DETERMINISTIC: greedy: tick 1, .* differs in total:/,
    );
  });
});

function setValue(state: Rough, value: number): void {
  state.value = value;
}

function setScore(state: Rough, score: number): void {
  (state.rows.at(1) ?? state.rows.addAt(1)).score = score;
}

function addRow(state: Rough, odd: number): void {
  if (odd === 0) state.rows.add();
}

/** A date that surely differs between two calls, as the true one does only sometimes. */
class FakeDate extends Date {
  override getTime(): number {
    return super.getTime() + outside++;
  }
}
