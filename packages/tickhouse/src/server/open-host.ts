// The rooms of a server, with those of an earlier process, and what keeps them. Everything that is not
// pure enters here: unguessable bytes, the folder of what is kept.

import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptThread } from '../compute/index.ts';
import { bringBack, Host } from '../host/index.ts';
import {
  type DiskFiles,
  diskModule,
  LaneJournal,
  noJournal,
  openDiskStore,
  Recordings,
  ReplayFolder,
  type Store,
  tokenHashBytes,
} from '../journal/index.ts';
import { Catalogue } from '../room/index.ts';
import type { Settings } from './options.ts';

export interface OpenHost {
  readonly host: Host;
  /** Undefined where nothing is to survive this process. */
  readonly journal: LaneJournal | undefined;
  readonly recordings: Recordings | undefined;
}

/** @throws GAME_DEFINITION, DATA_DIR, and what opening and reading a store throws */
export async function openHost(settings: Settings): Promise<OpenHost> {
  const { dataDir, limits, onError } = settings;
  const recordings =
    settings.record && dataDir !== undefined
      ? new Recordings({ folder: join(dataDir, 'recordings'), limits, onError, now: Date.now })
      : undefined;
  const store = await openStore(settings);
  try {
    return { recordings, ...(await hostOn(store, recordings, settings)) };
  } catch (error) {
    await store?.close();
    throw error;
  }
}

async function hostOn(
  store: Store | undefined,
  recordings: Recordings | undefined,
  settings: Settings,
): Promise<Pick<OpenHost, 'host' | 'journal'>> {
  const { effects, work, dataDir, limits, onError } = settings;
  const replays = dataDir && new ReplayFolder(join(dataDir, 'replays'), limits);
  const keepReplay = replays
    ? (name: string, bytes: Uint8Array): string => replays.keep(name, bytes)
    : undefined;
  const catalogue = new Catalogue(settings.games, limits.stateBytesMax);
  const journal = store && new LaneJournal({ store, limits, now: Date.now, onError });
  const host = new Host({
    catalogue,
    effects,
    work,
    journal: journal ?? noJournal(),
    keepReplay,
    recordings,
    randomBytes,
    hashToken,
    twice: settings.checkDeterminism,
    limits,
    roomsMax: limits.roomsMax,
    onError,
  });
  if (store !== undefined) {
    const newRun = (): string => host.newRun();
    const { rooms, lost } = await bringBack({ store, catalogue, newRun, keepReplay, onError });
    await host.open(rooms, lost);
  }
  return { host, journal };
}

/** Undefined where nothing is to survive this process. */
async function openStore({ durability, dataDir }: Settings): Promise<Store | undefined> {
  if (durability === 'memory' || dataDir === undefined) return undefined;
  const thread = keptThread<{ create(): DiskFiles }>(diskModule);
  return openDiskStore({ folder: dataDir, durability }, thread);
}

function hashToken(token: Uint8Array): Uint8Array {
  return createHash('sha256').update(token).digest().subarray(0, tokenHashBytes);
}
