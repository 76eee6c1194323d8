// Sentences.
import { expect, test } from 'vitest';
import { sentenceOf } from './entry.ts';

test('what the server says becomes a sentence', () => {
  expect(sentenceOf(new Error('there is no such room'))).toBe('There is no such room.');
  expect(sentenceOf('Why?')).toBe('Why?');
});

test('what ended a connection becomes a sentence that says what it means for the player', () => {
  const code = 'TOO_MANY_MESSAGES';
  expect(sentenceOf({ code, message: 'more messages than a player may send' })).toMatch(
    /^You were put out of the room/,
  );
  expect(sentenceOf({ code: 'ROOM_CLOSED', message: 'the room was closed' })).toBe(
    'The room was closed.',
  );
});
