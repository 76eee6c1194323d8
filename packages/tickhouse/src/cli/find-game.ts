// Games among what a module exports: the one of a replay file, the one to play, those to serve.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ErrorCode, TickhouseError } from '../errors.ts';
import type { AnyGame } from '../game/index.ts';

/** @throws REPLAY_GAME when the module cannot be loaded or exports no game of this name */
export async function findGame(path: string, name: string): Promise<AnyGame> {
  const games = await gamesOf(path, 'REPLAY_GAME');
  const found = games.find((game) => game.name === name);
  if (found !== undefined) return found;
  throw new TickhouseError('REPLAY_GAME', `the file is of ${name}; ${exportsOf(path, games)}`);
}

/**
 * The game of this name, or the only one where no name is given.
 * @throws GAME_MODULE when the module cannot be loaded, exports no such game, or several without a name
 */
export async function chooseGame(path: string, name: string | undefined): Promise<AnyGame> {
  const games = await gamesOf(path, 'GAME_MODULE');
  const [found, ...more] = games.filter((game) => name === undefined || game.name === name);
  if (found !== undefined && more.length === 0) return found;
  const what = found === undefined ? '' : ': choose with --name';
  throw new TickhouseError('GAME_MODULE', `${exportsOf(path, games)}${what}`);
}

/** What a module has for a server. */
export interface Loaded {
  readonly games: readonly AnyGame[];
  readonly effects: unknown;
  readonly work: unknown;
}

/**
 * All games of a module, with its handlers of effects and work.
 * @throws GAME_MODULE when the module cannot be loaded or exports no game
 */
export async function loadGames(path: string): Promise<Loaded> {
  const exported = await exportedBy(path, 'GAME_MODULE');
  const games = gamesAmong(exported);
  if (games.length === 0) throw new TickhouseError('GAME_MODULE', exportsOf(path, games));
  return { games, effects: exported.effects, work: exported.work };
}

async function gamesOf(path: string, code: ErrorCode): Promise<AnyGame[]> {
  return gamesAmong(await exportedBy(path, code));
}

function gamesAmong(exported: Readonly<Record<string, unknown>>): AnyGame[] {
  return [...new Set(Object.values(exported).filter(isGame))];
}

async function exportedBy(path: string, code: ErrorCode): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (cause) {
    throw new TickhouseError(code, `${path} cannot be loaded: ${String(cause)}`, { cause });
  }
}

function exportsOf(path: string, games: readonly AnyGame[]): string {
  return `${path} exports ${games.map((game) => game.name).join(', ') || 'no game'}`;
}

function isGame(value: unknown): value is AnyGame {
  const { name, hash, definition } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof hash === 'string' && typeof definition === 'object';
}
