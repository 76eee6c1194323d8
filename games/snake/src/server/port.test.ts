// PORT as people write it.
import { expect, test } from 'vitest';
import { portFrom } from './port.ts';

test.each([
  [undefined, 8080],
  ['', 8080],
  ['0', 0],
  ['3000', 3000],
  ['65535', 65535],
] as const)('PORT=%s is port %i', (text, port) => {
  expect(portFrom(text)).toBe(port);
});

test.each(['65536', '-1', '80.5', 'http', 'NaN'])('PORT=%s is refused with a sentence', (text) => {
  expect(portFrom(text)).toContain(`PORT is "${text}"`);
});
