// Sentences.
import { expect, test } from 'vitest';
import { sentenceOf } from './entry.ts';

test('what the server says becomes a sentence', () => {
  expect(sentenceOf(new Error('there is no such room'))).toBe('There is no such room.');
  expect(sentenceOf('Why?')).toBe('Why?');
});
