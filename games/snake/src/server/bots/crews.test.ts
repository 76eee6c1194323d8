// How many bots there are, whoever asks for how many.
import type { Client } from 'tickhouse/client';
import { expect, test } from 'vitest';
import { Crews } from './crews.ts';

/** A way in on which bots are always still on their way; it counts them. */
function waiting(): { client: () => Client; asked: () => number } {
  let asked = 0;
  const never = (): Promise<never> => {
    asked++;
    return new Promise(() => {});
  };
  return { client: () => ({ join: never, watch: never }), asked: () => asked };
}

test('asking for the same number again changes nothing; asking for more adds the difference', () => {
  const { client, asked } = waiting();
  const crews = new Crews(client);
  for (const wanted of [2, 2, 2, 5, 5, 1, 1]) crews.want('one', { wanted, strength: 'easy' });
  expect(asked()).toBe(5);
  crews.want('one', { wanted: 2, strength: 'easy' });
  expect(asked()).toBe(6);
});

test('all rooms together have at most 200', () => {
  const { client, asked } = waiting();
  const crews = new Crews(client);
  for (let i = 0; i < 60; i++) crews.want(`room-${i}`, { wanted: 8, strength: 'hard' });
  expect(asked()).toBe(200);
  // Who goes makes place for others.
  crews.want('room-0', { wanted: 0, strength: 'hard' });
  crews.want('room-59', { wanted: 8, strength: 'hard' });
  expect(asked()).toBe(208);
});
