// Where the parts of a server meet: host, gate and front, plugged together. Everything that is not
// pure enters here: unguessable bytes, the journal's store.

import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { keptThread } from '../compute/index.ts';
import { TickhouseError } from '../errors.ts';
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
import { type HttpHandler, houseHandler, Upgrades } from './front/index.ts';
import { Gate, type LocalWebSocket } from './gate/index.ts';
import type { Settings } from './options.ts';

export interface Composition {
  /** Answers `/healthz`, `/rooms`, `/recordings/ID` and the routes of the settings. */
  readonly http: HttpHandler;
  /** Reaches the rooms from within this process. */
  readonly WebSocket: LocalWebSocket;
  /** Takes an upgrade whose URL names a room or an endpoint; tells whether it did. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Rooms of an earlier process go on. */
  goOn(): void;
  /** Tells every player, and waits until they are gone. */
  close(): Promise<void>;
}

/** @throws what keeps a server from starting: see `serve` */
export async function compose(settings: Settings): Promise<Composition> {
  // A room's words go out as they lie in memory, and browsers read them as theirs.
  if (endianness() !== 'LE') {
    throw new TickhouseError('SERVER_OPTIONS', 'tickhouse runs on little-endian machines only');
  }
  const { games, effects, work, dataDir, limits, onError, routes, endpoints } = settings;
  const replays = dataDir && new ReplayFolder(join(dataDir, 'replays'), limits);
  const keepReplay = replays
    ? (name: string, bytes: Uint8Array): string => replays.keep(name, bytes)
    : undefined;
  const catalogue = new Catalogue(games, limits.stateBytesMax);
  const store = await openStore(settings);
  const journal = store && new LaneJournal({ store, limits, now: Date.now, onError });
  const recordings =
    settings.record && dataDir !== undefined
      ? new Recordings({ folder: join(dataDir, 'recordings'), limits, onError, now: Date.now })
      : undefined;
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
    try {
      const { rooms, lost } = await bringBack({ store, catalogue, newRun, keepReplay, onError });
      await host.open(rooms, lost);
    } catch (error) {
      await store.close();
      throw error;
    }
  }
  const startedAt = host.clock.now();
  const gate = new Gate({ host, limits, endpoints, onError });
  const upgrades = new Upgrades({ ...settings, ...limits }, (facts, socket, head) =>
    gate.adopt(facts, socket, head),
  );
  let isClosing = false;
  return {
    WebSocket: gate.localWebSocket(),
    http: houseHandler({
      routes,
      onError,
      rooms: () => host.rooms(),
      recording: recordings && ((id, tick) => recordings.find(id, tick)),
      health: () => ({
        status: isClosing ? 'closing' : 'ok',
        rooms: host.roomCount,
        connections: gate.connections,
        uptimeMs: Math.round(host.clock.now() - startedAt),
        cpuMs: cpuMs(),
        lateness: host.lateness,
        held: host.held,
        durability: journal?.isFailing ? 'memory' : settings.durability,
      }),
    }),
    goOn: () => host.goOn(),
    upgrade: (request, socket, head) => upgrades.handle(request, socket, head),
    close: async () => {
      isClosing = true;
      upgrades.close();
      const { clock } = host;
      const deadline = clock.now() + settings.closeTimeoutMs;
      const leftMs = (): number => Math.max(1, deadline - clock.now());
      await host.quiet(leftMs());
      const stopped = host.stop();
      await gate.close('serverClosing', leftMs());
      await stopped;
      await host.effectsSettled(leftMs());
      await recordings?.close();
      await Promise.all(settings.pools.map((pool) => pool.close()));
    },
  };
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

/** What this process has computed since it began, in user and system time. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
