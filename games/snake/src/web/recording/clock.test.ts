// Times of a match in words.
import { expect, test } from 'vitest';
import { clockOf } from './clock.ts';

test.each([
  [0, '0:00'],
  [9.99, '0:09'],
  [65, '1:05'],
  [3_725, '1:02:05'],
  [-1, '0:00'],
])('%d seconds are %s', (seconds, text) => {
  expect(clockOf(seconds)).toBe(text);
});
