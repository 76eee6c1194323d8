// A room's options: from text, within ranges, and what a room's shape makes of them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { bool, f32, oneOf, text, u8 } from '../state/index.ts';
import { blueprintOf } from './blueprint.ts';
import { defineGame } from './define-game.ts';
import { defaultOptions, optionsKey, parseOptions } from './options.ts';

const parse = (text: Record<string, string>) => parseOptions(arena, Object.entries(text));

describe('options', () => {
  test('that nobody chose are the defaults of the game', () => {
    expect(parse({})).toEqual({ width: 20, height: 10, pace: 'slow', drag: 0.5, walls: true });
  });

  test('without defaults are the zero of their field', () => {
    const game = defineGame({
      name: 'zeros',
      rulesVersion: 0,
      tickRate: 1,
      seats: 1,
      options: { n: u8, b: bool, o: oneOf('first', 'second'), t: text(3), f: f32 },
      inputs: {},
      state: {},
      step() {},
    });
    expect(defaultOptions(game)).toEqual({ n: 0, b: false, o: 'first', t: '', f: 0 });
  });

  test('are read from text, the rest stays', () => {
    expect(parse({ width: '7', walls: 'false', pace: 'fast', drag: '0.25' })).toEqual({
      width: 7,
      height: 10,
      pace: 'fast',
      drag: 0.25,
      walls: false,
    });
  });

  test('of f32 are rounded as the wire carries them, chosen or not', () => {
    expect(parse({ drag: '0.1' }).drag).toBe(Math.fround(0.1));
    const game = defineGame({
      name: 'rounded',
      rulesVersion: 0,
      tickRate: 1,
      seats: 1,
      options: { drag: f32 },
      defaults: { drag: 0.1 },
      inputs: {},
      state: {},
      step() {},
    });
    expect(defaultOptions(game)).toEqual(parseOptions(game, []));
  });

  test.each([
    ['width', '65536'],
    ['width', '-1'],
    ['width', '1.5'],
    ['width', ''],
    ['width', ' '],
    ['width', 'wide'],
    ['drag', 'NaN'],
    ['drag', 'Infinity'],
    ['drag', '1e300'],
    ['pace', 'medium'],
    ['walls', '1'],
    ['walls', ''],
  ])('out of range are refused, naming the option: %s=%s', (name, value) => {
    expect(errorOf(() => parse({ [name]: value }))).toMatch(
      new RegExp(`^GAME_OPTIONS: arena: options\\.${name}`),
    );
  });

  test.each(['depth', 'toString', '__proto__', 'constructor'])('that are none: %s', (name) => {
    expect(errorOf(() => parseOptions(arena, [[name, '1']]))).toMatch(
      new RegExp(`^GAME_OPTIONS: arena has no option ${name}; it has: width, height`),
    );
    expect(errorOf(() => parseOptions(counter, [[name, '1']]))).toMatch(/it has: none$/);
  });

  test('are total over text: values in range or GAME_OPTIONS', () => {
    const name = fc.oneof(fc.constantFrom('width', 'pace', 'drag', 'walls'), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (text) => {
        expect(['nothing', 'GAME_OPTIONS']).toContain(codeOf(() => parseOptions(arena, text)));
      }),
    );
  });

  test('that are equal have equal keys, others have others', () => {
    const key = (text: Record<string, string>) => optionsKey(arena, parse(text));
    expect(key({ width: '20' })).toBe(key({}));
    expect(key({ width: '21' })).not.toBe(key({}));
    expect(key({ drag: '0.5' })).toBe(key({ drag: '5e-1' }));
  });
});

describe("a room's blueprint", () => {
  test('follows from the options: state, tick rate and hash', () => {
    const small = blueprintOf(arena, parse({ width: '4', height: '4' }));
    const large = blueprintOf(arena, parse({ width: '400', height: '400', pace: 'fast' }));
    expect(large.layout.bytes).toBeGreaterThan(small.layout.bytes + 150_000);
    expect(large.layout.hash).not.toBe(small.layout.hash);
    expect([small.tickRateHz, large.tickRateHz]).toEqual([20, 40]);
  });

  test('is that of the defaults where no options are given', () => {
    expect(blueprintOf(arena).layout.hash).toBe(blueprintOf(arena, parse({})).layout.hash);
  });

  test('has a code where the options lead to no possible room', () => {
    expect(codeOf(() => blueprintOf(arena, parse({ width: '0' })))).toBe('STATE_SCHEMA');
    expect(codeOf(() => blueprintOf(arena, parse({ width: '65535', height: '65535' })))).toBe(
      'STATE_SCHEMA',
    );
  });
});
