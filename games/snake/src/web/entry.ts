// The ways into a room, as this page uses them.

import { type Client, connect, type RoomOf, TickhouseError } from 'tickhouse/client';
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

/** @param room 'quick', 'private' or a room's id; choices say which room quick looks for or makes */
export function join(
  name: string,
  room: string,
  options?: Choices,
  client: Client = connect(),
): Promise<SnakeRoom> {
  return client.join(
    snake,
    { name: cleanName(name), bot: false },
    options ? { room, options } : { room },
  );
}

export function watch(room: string, client: Client = connect()): Promise<SnakeRoom> {
  return client.watch(snake, { room });
}

/** What the server or an error said, as a sentence of its own. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TickhouseError && error.code === 'CLIENT_UNREACHABLE') {
    return 'The server cannot be reached right now.';
  }
  const message = error instanceof Error ? error.message : String(error);
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
