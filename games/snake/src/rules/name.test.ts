// Names as people and pranksters bring them.
import { expect, test } from 'vitest';
import { cleanName } from './name.ts';

test.each([
  ['  Ann   Lee ', 'Ann Lee'],
  ['A\u0000n\u001bn\u007f\u0085', 'Ann'],
  ['\u202eevil\u202c', 'evil'],
  ['\u2066a\u2069\u200e\u200f\u061c', 'a'],
  ['a\u2028b\u2029c', 'abc'],
  ['\u200b\ufeff\u2060', ''],
  ['\u3164\u2800\u115f', ''],
  ['\u200d', ''],
  ['\ufe0f \u200c', ''],
  ['\u180b\u{e0101}\u{1d173}', ''],
  [`${'\u{e0020}'.repeat(15)}a`, ''],
  ['\ud800x', 'x'],
  ['Ann\u200d\u200c', 'Ann'],
  ['<b>Ann</b>', '<b>Ann</b>'],
])('%j becomes %j', (name, clean) => {
  expect(cleanName(name)).toBe(clean);
});

test('what joins one emoji of several stays', () => {
  expect(cleanName('👩‍🚀')).toBe('👩‍🚀');
});

test('a name has at most 15 code points, and none is cut in half', () => {
  expect([...cleanName('🐍'.repeat(20))]).toHaveLength(15);
  expect(cleanName('12345678901234 6')).toBe('12345678901234');
});
