// Rows of the table: each has a place of its own, your own the first.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertiesOf, standingOf } from './standing.ts';

test('your row is the first, the others follow by their ranks', () => {
  const places = [0, 1, 2, 3, 4].map((rank) => standingOf(rank, 3).place);
  expect(places).toEqual([1, 2, 3, 0, 4]);
});

test('for a spectator the places are the ranks', () => {
  for (let rank = 0; rank < 10; rank++) {
    expect(standingOf(rank, undefined)).toEqual({ rank, place: rank, other: rank });
  }
});

test('no two rows share a place, whoever is your own', () => {
  const own = fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined });
  fc.assert(
    fc.property(own, fc.integer({ min: 1, max: 10 }), (mine, count) => {
      const standings = Array.from({ length: count }, (_, rank) => standingOf(rank, mine));
      expect(new Set(standings.map(({ place }) => place)).size).toBe(count);
      const cells = standings.map((standing) => {
        const all = Object.fromEntries(propertiesOf(standing));
        return [`${all['--trio']} ${all['--of-trio']}`, `${all['--pair']} ${all['--of-pair']}`];
      });
      for (const kind of [0, 1]) expect(new Set(cells.map((each) => each[kind])).size).toBe(count);
    }),
  );
});
