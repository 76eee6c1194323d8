// Addresses: what is written is what is read, and nothing else is taken for one.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, parseAddress, pathOf } from './address.ts';

const anyName = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/);
const anyOptions = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' })), {
  maxLength: 5,
});

describe('an address', () => {
  test('comes back from its path: game, room, intent and options, whatever they say', () => {
    const anyAddress: fc.Arbitrary<Address> = fc.record({
      game: anyName,
      room: fc.oneof(anyName, fc.constantFrom('quick', 'private', 'p-7k3mqx92ft')),
      watch: fc.boolean(),
      options: anyOptions,
    });
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseAddress(pathOf(address))).toEqual(address);
      }),
    );
  });

  test('with any text for a room leads to that room or to none, never to another', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '..',
        '.',
        '../x',
        'a/b',
        '?',
        '#',
        '%2e%2e',
        '%',
        'quick?speed=9',
        'a b',
        '\ud800',
      ),
    );
    fc.assert(
      fc.property(anyText, (room) => {
        const address = { game: 'snake', room, watch: false, options: [] };
        let path: string;
        try {
          path = pathOf(address);
        } catch (error) {
          // Half a surrogate pair is no text.
          expect(error).toBeInstanceOf(URIError);
          return;
        }
        const read = parseAddress(path);
        if (read !== undefined) expect(read).toEqual(address);
      }),
    );
  });

  test.each([
    ['/play/snake/quick', { game: 'snake', room: 'quick', watch: false, options: [] }],
    ['/watch/snake/cave', { game: 'snake', room: 'cave', watch: true, options: [] }],
    [
      '/play/snake/quick?speed=8&stones=true',
      {
        game: 'snake',
        room: 'quick',
        watch: false,
        options: [
          ['speed', '8'],
          ['stones', 'true'],
        ],
      },
    ],
  ])('%s is read', (path, address) => {
    expect(parseAddress(path)).toEqual(address);
  });

  test.each([
    '/',
    '',
    '/play',
    '/play/snake',
    '/play/snake/',
    '/play//quick',
    '/play/snake/quick/',
    '/play/snake/quick/more',
    '/join/snake/quick',
    '/PLAY/snake/quick',
    '/play/snake/%',
    '/play/snake/%ff',
    '//',
    'http://[',
  ])('%j is none', (target) => {
    expect(parseAddress(target)).toBeUndefined();
  });

  test('is undefined or an address for any target', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), fc.webUrl({ size: '-2' })), (target) => {
        const address = parseAddress(target);
        if (address !== undefined) expect(address.room).not.toBe('');
      }),
    );
  });
});
