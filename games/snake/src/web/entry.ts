// The ways into a room, as this page uses them.

import { type Client, connect, type RoomOf, type StatusReason } from 'tickhouse/client';
import { cleanName, type Strength, snake } from '../rules/index.ts';

export interface Choices {
  readonly speed: 'normal' | 'fast' | 'classic';
  readonly field: 'classic' | 'large';
  readonly stones: boolean;
  /** Bots fill the room up to so many players. */
  readonly company: number;
  readonly strength: Strength;
}

export type SnakeRoom = RoomOf<typeof snake>;

/**
 * @param room 'quick', 'private' or a room's name or id
 * @param options which room quick looks for, or as which a room is made
 * @param token of the seat to take back
 */
export function join(
  name: string,
  room: string,
  options: Partial<Choices> = {},
  token?: Uint8Array,
): Promise<SnakeRoom> {
  return connect().join(snake, { name: cleanName(name), bot: false }, { room, options, token });
}

export function watch(room: string, client: Client = connect()): Promise<SnakeRoom> {
  return client.watch(snake, { room });
}

/** Where the server's own words are not what a player needs to hear. */
const sentences: Readonly<Record<string, string>> = {
  CLIENT_UNREACHABLE: 'The server cannot be reached right now.',
  TOO_MANY_MESSAGES: 'You were put out of the room: you sent more messages than a player may.',
};

/** What the server or an error said, as a sentence of its own. */
export function sentenceOf(error: unknown): string {
  const { code = '', message = String(error) } = error as Partial<StatusReason>;
  const known = sentences[code];
  if (known !== undefined) return known;
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
