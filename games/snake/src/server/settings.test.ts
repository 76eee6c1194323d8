// The environment as people write it.
import { expect, test } from 'vitest';
import { settingsFrom } from './settings.ts';

test('nothing set: port 8080 of this machine alone, and the folder data', () => {
  expect(settingsFrom({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: 'data',
    durability: 'process',
  });
  expect(settingsFrom({ HOST: '0.0.0.0', DATA_DIR: '/var/lib/snake' })).toMatchObject({
    host: '0.0.0.0',
    dataDir: '/var/lib/snake',
  });
});

test.each([
  ['', 8080],
  ['0', 0],
  ['3000', 3000],
  ['65535', 65535],
] as const)('PORT=%s is port %i', (PORT, port) => {
  expect(settingsFrom({ PORT }).port).toBe(port);
});

test.each(['65536', '-1', '80.5', 'http', 'NaN'])('PORT=%s is refused with a sentence', (PORT) => {
  expect(() => settingsFrom({ PORT })).toThrow(`PORT is "${PORT}"`);
});

test('DURABILITY is one of three words, or refused with a sentence that explains them', () => {
  expect(settingsFrom({ DURABILITY: 'disk' }).durability).toBe('disk');
  expect(() => settingsFrom({ DURABILITY: 'ram' })).toThrow(/"ram".*memory.*process.*disk/);
});
