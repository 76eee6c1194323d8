// Names and sentences.
import { expect, test } from 'vitest';
import { sentenceOf, shortened } from './entry.ts';

test('a name has at most 15 characters, and none is cut in half', () => {
  expect(shortened('  Ann ')).toBe('Ann');
  expect([...shortened('🐍'.repeat(20))]).toHaveLength(15);
});

test('what the server says becomes a sentence', () => {
  expect(sentenceOf(new Error('there is no such room'))).toBe('There is no such room.');
  expect(sentenceOf('Why?')).toBe('Why?');
});
