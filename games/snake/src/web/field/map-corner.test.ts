// The map upon the field keeps out of the way of what lives.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cornerFor, type Lively } from './map-corner.ts';

const seen = { left: 10, top: 0, right: 50, bottom: 22 };
const corner = (lively: readonly Lively[], before?: number) =>
  cornerFor(seen, 10, 5, 0.5, lively, before);

test('is the top right one while nothing is near, with nothing beneath', () => {
  expect(corner([])).toMatchObject({ at: 0, isBusy: false });
  expect(corner([])).toMatchObject({ box: { left: 39.5, top: 0.5, right: 49.5, bottom: 5.5 } });
});

test('is another one as a head comes near, before it is beneath', () => {
  const head = { x: 36.5, y: 3, weight: 30 };
  expect(corner([head], 0)).toMatchObject({ at: 1, isBusy: false });
});

test('stays for the sake of a single cell, which is seen through it', () => {
  expect(corner([{ x: 42, y: 3, weight: 1 }], 0)).toMatchObject({ at: 0, isBusy: true });
});

test('does not go to and fro: what it left is not better for being empty again', () => {
  expect(corner([], 3).at).toBe(3);
});

test('is free whenever one of the four is', () => {
  const head = fc.record({
    x: fc.double({ min: 10, max: 50, noNaN: true }),
    y: fc.double({ min: 0, max: 22, noNaN: true }),
    weight: fc.constant(30),
  });
  fc.assert(
    fc.property(
      fc.array(head, { maxLength: 9 }),
      fc.integer({ min: 0, max: 3 }),
      (heads, before) => {
        const isSomeFree = [0, 1, 2, 3].some((at) => {
          const left = at % 2 === 0 ? 39.5 : 10.5;
          const top = at < 2 ? 0.5 : 16.5;
          return heads.every(
            ({ x, y }) => Math.max(left - x, x - left - 10, top - y, y - top - 5) > 4,
          );
        });
        if (isSomeFree) expect(corner(heads, before).isBusy).toBe(false);
      },
    ),
  );
});
