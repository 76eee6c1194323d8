// Ids of rooms: those that players choose, and those that are given out.

/** Letters and digits without i, l, o and u, which are misread: Crockford's base 32. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export const givenOut = { private: 'p-', quick: 'q-' } as const;

/** `p-7k3mqx92ft`: ten letters hold 50 bits. */
export function newId(prefix: string, letters: number, random: Uint8Array): string {
  let id = prefix;
  for (let i = 0; i < letters; i++) id += alphabet[(random[i] as number) & 31];
  return id;
}

export const privateLetters: number = 10;
export const quickLetters: number = 6;
export const runLetters: number = 8;

const privateId: RegExp = new RegExp(`^${givenOut.private}[${alphabet}]{${privateLetters}}$`);

export function isQuickId(name: string): boolean {
  return name.startsWith(givenOut.quick);
}

/**
 * A name is 1 to 32 of a–z, 0–9 and -, beginning with a letter. An id that `private` gave out is one too: a
 * link to a private room leads to one, also when that room was closed meanwhile.
 */
export function mayBeMade(name: string): boolean {
  if (name.startsWith(givenOut.private)) return privateId.test(name);
  return !isQuickId(name) && /^[a-z][a-z0-9-]{0,31}$/.test(name);
}
