// The leader of a room.
import { expect, test } from 'vitest';
import { leaderOf } from './leader.ts';

function rows(...scores: (number | 'dead')[]) {
  return scores.map((score, slot) => ({
    slot,
    alive: score !== 'dead',
    score: score === 'dead' ? 99 : score,
  }));
}

test('the living snake with the most points leads', () => {
  expect(leaderOf(rows(3, 8, 'dead', 5), undefined)).toBe(1);
  expect(leaderOf(rows('dead', 'dead'), 1)).toBeUndefined();
  expect(leaderOf([], undefined)).toBeUndefined();
});

test('among equals the one who led before goes on leading, until it is overtaken', () => {
  expect(leaderOf(rows(7, 7, 7), 1)).toBe(1);
  expect(leaderOf(rows(7, 7, 7), undefined)).toBe(0);
  expect(leaderOf(rows(7, 8, 7), 2)).toBe(1);
});
