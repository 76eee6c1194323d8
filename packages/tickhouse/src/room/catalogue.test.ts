// Games of a server and the plans of their rooms.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { Catalogue, isSamePlan } from './catalogue.ts';

const catalogue = new Catalogue([arena, counter], 1024 * 1024);

describe('a catalogue', () => {
  test('refuses two games of one name: GAME_DEFINITION', () => {
    expect(codeOf(() => new Catalogue([arena, counter, arena], 1_000))).toBe('GAME_DEFINITION');
  });

  test('knows its games and their effects, and nothing else', () => {
    expect(catalogue.blueprint('arena')?.game).toBe(arena);
    expect(catalogue.blueprint('chess')).toBeUndefined();
    expect(catalogue.plan('chess', [])).toBeUndefined();
    expect(catalogue.hasEffect('arena', 'frag')).toBe(true);
    expect(catalogue.hasEffect('arena', 'reached')).toBe(false);
    expect(catalogue.hasEffect('chess', 'frag')).toBe(false);
  });

  test('makes one plan for equal options, however they are written', () => {
    const plan = catalogue.plan('arena', [['width', '20']]);
    expect(catalogue.plan('arena', [])).toBe(plan);
    expect(
      catalogue.plan('arena', [
        ['width', '2e1'],
        ['drag', '.5'],
      ]),
    ).toBe(plan);
    expect(catalogue.plan('arena', [['width', '21']])).not.toBe(plan);
  });

  test('has no plan for options that are bad, impossible or too large', () => {
    for (const options of [
      [['depth', '1']],
      [['width', 'wide']],
      [['width', '0']],
      [
        ['width', '65535'],
        ['height', '65535'],
      ],
      [
        ['width', '2000'],
        ['height', '2000'],
      ],
    ] as const) {
      expect(catalogue.plan('arena', options)).toBeUndefined();
    }
  });

  test('keeps a bounded number of plans; rooms of one that was made anew are alike', () => {
    const first = catalogue.plan('arena', [['width', '5']]);
    for (let width = 100; width < 200; width++) catalogue.plan('arena', [['width', `${width}`]]);
    const again = catalogue.plan('arena', [['width', '5']]);
    if (first === undefined || again === undefined) throw new Error('no plan');
    expect(again).not.toBe(first);
    expect(isSamePlan(again, first)).toBe(true);
  });
});
