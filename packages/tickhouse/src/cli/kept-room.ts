// The replay file of a room as the journal in a server's data folder has it.

import { keptThread } from '../compute/index.ts';
import { TickhouseError } from '../errors.ts';
import { blueprintOf, planOf } from '../game/index.ts';
import {
  type Birth,
  type DiskFiles,
  diskModule,
  openDiskStore,
  readBirths,
  readRun,
  replayOf,
} from '../journal/index.ts';
import { findGame } from './find-game.ts';

/**
 * @param room its id; where rooms had it one after the other, the last
 * @throws REPLAY_ROOM when the folder has no such room; REPLAY_GAME; DATA_DIR_IN_USE while a server has it;
 * what opening a store throws
 */
export async function keptRoom(
  folder: string,
  room: string | undefined,
  module: string,
): Promise<Uint8Array> {
  const thread = keptThread<{ create(): DiskFiles }>(diskModule);
  const store = await openDiskStore({ folder, durability: 'process' }, thread);
  try {
    const births = await readBirths(store);
    const birth = births.findLast(({ id }) => id === room);
    if (birth === undefined) throw noRoom(folder, room, births);
    const game = await findGame(module, birth.game);
    const plan = planOf(blueprintOf(game, birth.options));
    const { rulesVersion, gameHash } = birth;
    if (game.rulesVersion !== rulesVersion || game.hash !== gameHash) {
      throw new TickhouseError(
        'REPLAY_GAME',
        `${birth.game}/${birth.id} was played by rules ${rulesVersion}; ${module} has rules ` +
          `${game.rulesVersion}${game.hash === gameHash ? '' : ', with other schemas'}`,
      );
    }
    return replayOf(plan, birth.id, await readRun(store, birth.run, () => plan));
  } finally {
    await store.close();
  }
}

function noRoom(
  folder: string,
  room: string | undefined,
  births: readonly Birth[],
): TickhouseError {
  const rooms = [...new Set(births.map(({ game, id }) => `${id} (${game})`))].join(', ');
  const has = rooms === '' ? 'no rooms' : `these: ${rooms}`;
  const asked = room === undefined ? 'say which room with --room' : `there is no room ${room}`;
  return new TickhouseError('REPLAY_ROOM', `${asked}; ${folder} keeps ${has}`);
}
