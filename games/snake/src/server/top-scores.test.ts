// The list of best scores.
import { expect, test } from 'vitest';
import { TopScores } from './top-scores.ts';

test('keeps the best score of each name, best first, the earlier first among equals', () => {
  const scores = new TopScores();
  scores.add({ name: 'Ann', points: 5 });
  scores.add({ name: 'Bea', points: 9 });
  scores.add({ name: 'Ann', points: 3 });
  scores.add({ name: 'Cid', points: 9 });
  scores.add({ name: 'Ann', points: 7 });
  expect(scores.list).toEqual([
    { name: 'Bea', points: 9 },
    { name: 'Cid', points: 9 },
    { name: 'Ann', points: 7 },
  ]);
});

test('keeps only so many names, and no score of 0', () => {
  const scores = new TopScores(2);
  expect(scores.add({ name: 'Nil', points: 0 })).toBe(false);
  expect(scores.add({ name: 'Ann', points: 1 })).toBe(true);
  expect(scores.add({ name: 'Bea', points: 2 })).toBe(true);
  expect(scores.add({ name: 'Cid', points: 3 })).toBe(true);
  expect(scores.add({ name: 'Dan', points: 1 })).toBe(false);
  expect(scores.list.map(({ name }) => name)).toEqual(['Cid', 'Bea']);
});

test('a score that comes twice changes nothing', () => {
  const scores = new TopScores();
  expect(scores.add({ name: 'Ann', points: 5 })).toBe(true);
  expect(scores.add({ name: 'Ann', points: 5 })).toBe(false);
});
