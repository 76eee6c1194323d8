// The list of best scores.
import { expect, test } from 'vitest';
import { type TopScore, TopScores } from './top-scores.ts';

function score(name: string, points: number, colour = 1): TopScore {
  return { name, points, colour };
}

test('keeps the best score of each name, best first, the earlier first among equals', () => {
  const scores = new TopScores();
  scores.add(score('Ann', 5));
  scores.add(score('Bea', 9));
  scores.add(score('Ann', 3));
  scores.add(score('Cid', 9));
  scores.add(score('Ann', 7, 2));
  expect(scores.list).toEqual([score('Bea', 9), score('Cid', 9), score('Ann', 7, 2)]);
});

test('keeps only so many names, and no score of 0', () => {
  const scores = new TopScores([], 2);
  expect(scores.add(score('Nil', 0))).toBe(false);
  expect(scores.add(score('Ann', 1))).toBe(true);
  expect(scores.add(score('Bea', 2))).toBe(true);
  expect(scores.add(score('Cid', 3))).toBe(true);
  expect(scores.add(score('Dan', 1))).toBe(false);
  expect(scores.list.map(({ name }) => name)).toEqual(['Cid', 'Bea']);
});

test('a score that comes twice changes nothing and is told once', () => {
  const scores = new TopScores();
  let told = 0;
  const stop = scores.onChange(() => told++);
  expect(scores.add(score('Ann', 5))).toBe(true);
  expect(scores.add(score('Ann', 5))).toBe(false);
  stop();
  scores.add(score('Ann', 6));
  expect(told).toBe(1);
});
