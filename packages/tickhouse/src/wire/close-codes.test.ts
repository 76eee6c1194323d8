// Why connections end: one code, one name, one sentence, one error for each.

import { describe, expect, test } from 'vitest';
import { errorTable } from '../errors.ts';
import { type CloseName, closeCodes, closeNameOf, errorCodeOf, mayRetry } from './close-codes.ts';
import { closeReasons } from './close-reasons.ts';

const names = Object.keys(closeCodes) as CloseName[];

describe('close codes', () => {
  test('are all different, from the range that WebSocket leaves to applications', () => {
    expect(new Set(Object.values(closeCodes)).size).toBe(names.length);
    for (const code of Object.values(closeCodes)) {
      expect(code).toBeGreaterThanOrEqual(4000);
      expect(code).toBeLessThanOrEqual(4999);
    }
  });

  test('lead back to their names, and others to none', () => {
    for (const name of names) expect(closeNameOf(closeCodes[name])).toBe(name);
    for (const code of [1000, 1006, 3999, 4999]) expect(closeNameOf(code)).toBeUndefined();
  });

  test('have words that fit into a close frame: 1 to 123 bytes of UTF-8', () => {
    expect(Object.keys(closeReasons)).toEqual(names);
    for (const words of Object.values(closeReasons)) {
      const { length } = new TextEncoder().encode(words);
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThanOrEqual(123);
    }
  });

  test('all stand in the table of errors', () => {
    expect(names.map(errorCodeOf).filter((code) => !(code in errorTable))).toEqual([]);
    expect(errorCodeOf('roomFull')).toBe('ROOM_FULL');
  });

  test('ask to come back only where a later attempt may succeed', () => {
    expect(names.filter(mayRetry)).toEqual(['serverFull', 'tooSlow', 'silent', 'serverClosing']);
  });
});
