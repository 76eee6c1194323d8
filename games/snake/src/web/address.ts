// Addresses of this page that lead into a room. They carry the room's options: where it was closed
// meanwhile, whoever opens the link makes it anew as it was.

import type { Choices, SnakeRoom } from './entry.ts';
import { choicesOf, usualChoices } from './lobby/choices.ts';

/** What an address asks for. */
export interface Invited {
  /** A room's name or id; '' where nothing that was written there can be one. */
  readonly room: string;
  readonly choices: Choices;
}

/** Ids that quick play gave out are of one room only: without it they lead nowhere. */
export function mayBeMade(room: string): boolean {
  return room !== '' && !/^q-/i.test(room);
}

/** Without the options that are as usual: a short link makes a small code. */
export function addressOf({ id, options }: Pick<SnakeRoom, 'id' | 'options'>): string {
  const query = new URLSearchParams({ room: id });
  if (mayBeMade(id)) {
    for (const [name, value] of Object.entries(options)) {
      if (value !== usualChoices[name as keyof Choices]) query.set(name, String(value));
    }
  }
  return `/?${query}`;
}

/** @param search a page's, with its question mark; undefined where it names no room */
export function invitedBy(search: string): Invited | undefined {
  const query = new URLSearchParams(search);
  const room = query.get('room');
  if (room === null || room === '') return undefined;
  const isName = /^(?:p-[0-9a-hjkmnp-tv-z]{10}|(?!p-)[a-z][a-z0-9-]{0,31})$/i.test(room);
  const given = Object.fromEntries(query);
  const choices = choicesOf({
    ...given,
    stones: given.stones === undefined ? undefined : given.stones === 'true',
    company: given.company === undefined ? undefined : Number(given.company),
  });
  return { room: isName ? room.toLowerCase() : '', choices };
}
