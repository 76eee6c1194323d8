// Choices as they are kept and said.
import { expect, test } from 'vitest';
import { snake } from '../../rules/index.ts';
import type { Choices } from '../entry.ts';
import { choicesFrom, inWords, usualChoices } from './choices.ts';

const chosen: Choices = {
  speed: 'fast',
  field: 'large',
  stones: false,
  company: 6,
  strength: 'easy',
};

test('the usual choices are the defaults of the game', () => {
  expect(usualChoices).toEqual(snake.definition.defaults);
});

test('choices come back as they were kept', () => {
  expect(choicesFrom(JSON.stringify(chosen))).toEqual(chosen);
});

test.each(['', 'null', '[]', '7', '{', '{"speed":"toString","company":4,"stones":"yes"}'])(
  'what is no choice is as usual: %s',
  (kept) => expect(choicesFrom(kept)).toEqual(usualChoices),
);

test('one wrong choice leaves the others', () => {
  expect(choicesFrom('{"speed":"light","field":"large"}')).toEqual({
    ...usualChoices,
    field: 'large',
  });
});

test('choices in words', () => {
  const words = (choices: Choices) => inWords(choices).replaceAll('\u00a0', ' ');
  expect(words(chosen)).toBe('Fast · 120 × 70 · no stones · easy bots up to 6');
  expect(words({ ...chosen, strength: 'normal' })).toMatch(/ · bots up to 6$/);
  expect(words({ ...usualChoices, company: 0 })).toBe('Normal speed · 50 × 25 · stones · no bots');
});
