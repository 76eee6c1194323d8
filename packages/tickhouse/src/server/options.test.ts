// What serve() and attach() accept: a number that would stop a room later is refused before there is one.

import { expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { settingsOf } from './options.ts';

const { limits: defaults } = settingsOf({ games: [] });
const names = Object.keys(defaults);
const limited = (name: string, value: unknown) => () =>
  settingsOf({ games: [], limits: { [name]: value } });

test.each(names)('limits.%s is a number above 0 that has an end', (name) => {
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5']) {
    expect(codeOf(limited(name, value))).toBe('SERVER_OPTIONS');
  }
  expect(limited(name, 2 ** 31 - 1)().limits).toEqual({ ...defaults, [name]: 2 ** 31 - 1 });
});

test.each(names)('limits.%s is whole, unless it is a time', (name) => {
  const fraction = limited(name, 10.5);
  if (name.endsWith('Ms')) expect(fraction().limits).toMatchObject({ [name]: 10.5 });
  else expect(fraction).toThrow(`limits.${name} = 10.5: it is a whole number from 1 to `);
});

test.each(['returnMs', 'messageBytesMax'])('limits.%s fits into 32 bits', (name) => {
  expect(limited(name, 2 ** 31)).toThrow(/at most 2147483647|to 2147483647/);
});
