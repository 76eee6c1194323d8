// The game of a replay file, among what a module exports.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TickhouseError } from '../errors.ts';
import type { AnyGame } from '../game/index.ts';

/** @throws REPLAY_GAME when the module cannot be loaded or exports no game of this name */
export async function findGame(path: string, name: string): Promise<AnyGame> {
  let exported: Record<string, unknown>;
  try {
    exported = await import(pathToFileURL(resolve(path)).href);
  } catch (cause) {
    throw new TickhouseError('REPLAY_GAME', `${path} cannot be loaded: ${String(cause)}`, {
      cause,
    });
  }
  const games = Object.values(exported).filter(isGame);
  const found = games.find((game) => game.name === name);
  if (found !== undefined) return found;
  const names = games.map((game) => game.name).join(', ') || 'no game';
  throw new TickhouseError('REPLAY_GAME', `the file is of ${name}; ${path} exports ${names}`);
}

function isGame(value: unknown): value is AnyGame {
  const { name, hash, definition } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof hash === 'string' && typeof definition === 'object';
}
