// What a definition may be, and how its types flow from schemas to functions.

import { describe, expect, test } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { f32, hidden, list, oneOf, type Shape, table, text, u8, u16 } from '../state/index.ts';
import { blueprintOf } from './blueprint.ts';
import { defineGame } from './define-game.ts';
import type { AnyGame, EffectData } from './definition.ts';
import { planOf } from './simulation.ts';

const step = (): void => {};
const base = { name: 'g' as const, rulesVersion: 0, tickRate: 20, seats: 2, inputs: {}, step };

/** Defines a game that differs from a good one in some places. */
const variant = (changes: object): AnyGame =>
  defineGame({ ...base, state: { a: u8 }, ...changes } as never);

describe('defineGame refuses', () => {
  const wrong: readonly (readonly [why: string, changes: object, message: RegExp])[] = [
    ['a name in capitals', { name: 'Snake' }, /name "Snake"/],
    ['an empty name', { name: '' }, /name ""/],
    ['a name of 33 letters', { name: 'a'.repeat(33) }, /use 1 to 32/],
    ['a name that is no part of an address', { name: 'a/b' }, /name "a\/b"/],
    ['a fractional rulesVersion', { rulesVersion: 1.5 }, /rulesVersion/],
    ['a negative rulesVersion', { rulesVersion: -1 }, /rulesVersion/],
    ['no seats', { seats: 0 }, /seats must be/],
    ['256 seats', { seats: 256 }, /seats must be/],
    ['half a seat', { seats: 1.5 }, /seats must be/],
    ['no step', { step: undefined }, /step is missing/],
    ['a kind with a bad name', { inputs: { 'go-on': {} } }, /kind "go-on"/],
    ['an event with a bad name', { events: { '': {} } }, /kind ""/],
    ['an effect with a bad name', { effects: { 1: {} } }, /kind "1"/],
    ['257 kinds', { inputs: Object.fromEntries(kinds(257)) }, /more than 256/],
    ['a state that takes a system name', { state: { $tick: u8 } }, /\$tick/],
    ['such a state as a function', { state: () => ({ $seats: u8 }) }, /\$seats/],
    ['any name with $, as a function too', { state: () => ({ $mine: u8 }) }, /\$mine/],
    ['join data with the name seat', { player: { seat: u8 } }, /player\.seat/],
    ['a default out of range', { options: { n: u8 }, defaults: { n: 300 } }, /n.*300/],
    ['a default that is no option', { options: { n: u8 }, defaults: { m: 3 } }, /m/],
  ];

  test.each(wrong)('%s: GAME_DEFINITION', (_why, changes, message) => {
    const error = errorOf(() => variant(changes));
    expect(error).toMatch(/^GAME_DEFINITION: /);
    expect(error).toMatch(message);
  });

  test('a schema that cannot be laid out: STATE_SCHEMA', () => {
    expect(codeOf(() => variant({ state: { 'a-b': u8 } }))).toBe('STATE_SCHEMA');
    expect(codeOf(() => variant({ state: () => ({ g: table(3, { id: u8 }) }) }))).toBe(
      'STATE_SCHEMA',
    );
    expect(codeOf(() => variant({ player: { 'a b': u8 } }))).toBe('STATE_SCHEMA');
  });

  test('256 kinds are enough', () => {
    const game = variant({ inputs: Object.fromEntries(kinds(256)) });
    expect(blueprintOf(game).inputs).toHaveLength(256);
  });
});

describe('a tick rate', () => {
  const bad = [0, -1, 241, Number.NaN, Number.POSITIVE_INFINITY];

  test.each(bad)('of %s is refused where the game is defined: GAME_DEFINITION', (tickRate) => {
    expect(codeOf(() => variant({ tickRate }))).toBe('GAME_DEFINITION');
    expect(codeOf(() => variant({ tickRate: () => tickRate }))).toBe('GAME_DEFINITION');
  });

  test.each([0, -1, Number.NaN, 20.1, 0.3])('is not sent at %s Hz: GAME_DEFINITION', (sendRate) => {
    expect(codeOf(() => variant({ sendRate }))).toBe('GAME_DEFINITION');
    expect(codeOf(() => variant({ sendRate: () => sendRate }))).toBe('GAME_DEFINITION');
  });

  test('is the send rate where that is not given', () => {
    expect(blueprintOf(variant({}))).toMatchObject({ tickRateHz: 20, sendRateHz: 20 });
    expect(blueprintOf(variant({ sendRate: 5 }))).toMatchObject({ tickRateHz: 20, sendRateHz: 5 });
    const follows = variant({ tickRate: () => 40 });
    expect(blueprintOf(follows)).toMatchObject({ tickRateHz: 40, sendRateHz: 40 });
  });

  test.each(bad)('of %s that options lead to is refused there: GAME_OPTIONS', (rate) => {
    const game = variant({
      options: { n: u8 },
      tickRate: ({ options }: { options: { n: number } }) => (options.n === 0 ? 20 : rate),
    });
    expect(codeOf(() => planOf(blueprintOf(game, { n: 1 })))).toBe('GAME_OPTIONS');
  });
});

describe("a game's hash", () => {
  const full = {
    options: { n: u8 },
    player: { name: text(4) },
    inputs: { go: { to: u8 } },
    events: { gone: { to: u8 } },
    effects: { told: { to: u8 } },
  };
  const hash = (changes: object): string => variant({ ...full, ...changes }).hash;

  test('is the same for the same schemas, and 16 hexadecimal digits', () => {
    expect(hash({})).toBe(hash({}));
    expect(hash({})).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ['name', { name: 'h' }],
    ['seats', { seats: 3 }],
    ['options', { options: { n: u16 }, defaults: { n: 0 } }],
    ['join data', { player: { name: text(5) } }],
    ['inputs', { inputs: { go: { to: u16 } } }],
    ["an input's name", { inputs: { goes: { to: u8 } } }],
    ['events', { events: { gone: { to: u16 } } }],
    ['state', { state: { a: u8, b: u8 } }],
    ['what is hidden', { state: { a: hidden(u8) } }],
  ])('is another for another %s', (_what, changes) => {
    expect(hash(changes)).not.toBe(hash({}));
  });

  test.each([
    ['effects, which never reach a client', { effects: {} }],
    ['rules', { rulesVersion: 7 }],
    ['tick rate', { tickRate: 30 }],
  ])('is the same for other %s', (_what, changes) => {
    expect(hash(changes)).toBe(hash({}));
  });

  test('tells the fixtures apart', () => {
    expect(new Set([arena.hash, cards.hash, counter.hash]).size).toBe(3);
  });
});

test('a defined game is frozen', () => {
  expect(Object.isFrozen(counter)).toBe(true);
  expect(Object.isFrozen(counter.definition)).toBe(true);
});

test('types flow from the schemas into every function', () => {
  const heading = oneOf('up', 'down');
  const game = defineGame({
    ...base,
    options: { size: u8 },
    player: { name: text(8) },
    inputs: { turn: { heading }, stop: {} },
    events: { turned: { seat: u8, heading }, stopped: {} },
    effects: { save: { points: u16 } },
    state: ({ size }) => ({ heading, x: f32, path: list(u8, size + 1), secret: hidden(u8) }),
    join({ state, player, options }) {
      state.path.push(player.seat);
      const name: string = player.name;
      const size: number = options.size;
      // @ts-expect-error players bring no age
      const age = player.age;
      // @ts-expect-error options cannot be changed
      options.size = 3;
      // @ts-expect-error a list of numbers takes no text
      state.path.push(name);
      return void [name, size, age];
    },
    step({ state, inputs, emit, effect, random }) {
      for (const input of inputs) {
        if (input.kind === 'turn') {
          state.heading = input.data.heading;
          // @ts-expect-error journals keep inputs: a step may not change them
          input.data.heading = 'up';
        } else {
          // @ts-expect-error stop has no heading
          state.heading = input.data.heading;
        }
        // @ts-expect-error there is no such kind of input
        if (input.kind === 'jump') state.x = 1;
      }
      // @ts-expect-error no such heading
      state.heading = 'left';
      // @ts-expect-error no such field
      state.y = 1;
      state.secret = 1;
      emit('stopped');
      emit('turned', { seat: 1, heading: random.pick(['up', 'down'] as const) });
      // @ts-expect-error a field is missing
      emit('turned', { seat: 1 });
      // @ts-expect-error stopped has no fields
      emit('stopped', { seat: 1 });
      // @ts-expect-error no such event
      emit('jumped');
      effect('save', { points: 3 });
      // @ts-expect-error points is a number
      effect('save', { points: '3' });
    },
  });
  const name: 'g' = game.name;
  // @ts-expect-error a game's type knows its name
  const other: 'h' = game.name;
  type Saved = EffectData<typeof game>['save'];
  const saved: Saved = { points: 3 };
  // @ts-expect-error points is a number
  const unsaved: Saved = { points: 'three' };
  expect([saved, unsaved, name, other]).toHaveLength(4);
});

test("a state's schema may be declared apart, with its types", () => {
  const state = { rows: table(3, { x: u8 }) } satisfies Shape;
  const game = defineGame({
    ...base,
    state,
    setup({ state: { rows } }) {
      rows.add().x = 1;
    },
  });
  expect(game.seats).toBe(2);
});

function kinds(count: number): [string, object][] {
  return Array.from({ length: count }, (_, i) => [`k${i}`, {}]);
}
