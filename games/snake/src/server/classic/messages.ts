// The classic game's wire: text frames of JSON. The server says lists of commands, [[name, …], …]; a
// client says ["new_player", name], ["join"], or a bare key code.

import type { Heading } from '../../rules/index.ts';

/** [character, colour] */
export type Cell = readonly [char: string, colour: number];

export type Command =
  | readonly ['handshake', name: string, id: number]
  | readonly ['world', rows: readonly (readonly Cell[])[]]
  | readonly ['reset_world']
  | readonly ['render', x: number, y: number, char: string, colour: number]
  | readonly ['p_joined', id: number, name: string, colour: number, score: number]
  | readonly ['p_gameover', id: number]
  | readonly ['p_score', id: number, score: number]
  | readonly ['top_scores', list: readonly (readonly [string, number, number])[]]
  | readonly ['error', text: string];

export type ClientMessage =
  | { readonly type: 'new_player'; readonly name: string }
  | { readonly type: 'join' }
  | { readonly type: 'turn'; readonly heading: Heading }
  /** A key that means nothing. */
  | { readonly type: 'nothing' }
  | { readonly type: 'bad'; readonly why: string };

const headingOfKey = new Map<unknown, Heading>([
  [37, 'left'],
  [38, 'up'],
  [39, 'right'],
  [40, 'down'],
]);

/** Reads whatever a client says. */
export function readMessage(text: string): ClientMessage {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return { type: 'bad', why: 'This is no JSON' };
  }
  if (typeof said === 'number') {
    const heading = headingOfKey.get(said);
    return heading === undefined ? { type: 'nothing' } : { type: 'turn', heading };
  }
  if (!Array.isArray(said)) return { type: 'bad', why: 'Say a list, or the number of a key' };
  const [name, ...given] = said;
  if (name === 'join') return { type: 'join' };
  if (name !== 'new_player') return { type: 'bad', why: 'There are new_player and join' };
  const [player] = given;
  if (typeof player !== 'string') return { type: 'bad', why: 'new_player needs a name' };
  return { type: 'new_player', name: player };
}
