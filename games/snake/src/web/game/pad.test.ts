// Where a thumb on the pad leads.
import { expect, test } from 'vitest';
import { headingAt } from './pad.ts';

test.each([
  ['up', 0.1, -0.7],
  ['right', 0.9, 0.5],
  ['down', -0.3, 0.4],
  ['left', -0.5, -0.4],
] as const)('%s', (heading, dx, dy) => {
  expect(headingAt(dx, dy)).toBe(heading);
});

test('nowhere from the middle', () => {
  expect(headingAt(0.05, -0.1)).toBeUndefined();
});
