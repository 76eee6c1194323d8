// Links into rooms.
import { expect, test } from 'vitest';
import { addressOf, invitedBy, mayBeMade } from './address.ts';
import { usualChoices } from './lobby/choices.ts';

const id = 'p-7k3mqx92ft';

test('a link of the usual room is its name alone', () => {
  expect(addressOf({ id, options: usualChoices })).toBe(`/?room=${id}`);
});

test('what was chosen for a room travels with its link', () => {
  const options = {
    speed: 'fast',
    field: 'large',
    stones: false,
    company: 6,
    strength: 'hard',
  } as const;
  for (const room of [id, 'arena']) {
    const { search } = new URL(addressOf({ id: room, options }), 'http://host');
    expect(invitedBy(search)).toEqual({ room, choices: options });
  }
  // Such a room is never made anew.
  expect(addressOf({ id: 'q-abc234', options })).toBe('/?room=q-abc234');
});

test.each(['', '?', '?x=1', '?room='])('%j invites nowhere', (search) => {
  expect(invitedBy(search)).toBeUndefined();
});

test.each(['p-', 'p-123', 'p-7k3mqx92fl', 'a b', '1a', '../x', 'a'.repeat(33), '<b>'])(
  'no room can have the name %j',
  (name) => {
    expect(invitedBy(`?${new URLSearchParams({ room: name })}`)?.room).toBe('');
  },
);

test('a link that somebody changed gives the usual room', () => {
  const search = '?room=ARENA&speed=light&company=4&stones=maybe&strength=';
  expect(invitedBy(search)).toEqual({ room: 'arena', choices: { ...usualChoices, stones: false } });
});

test('rooms of quick play are not made anew', () => {
  expect([id, 'arena', 'q-abc234', ''].map(mayBeMade)).toEqual([true, true, false, false]);
});
