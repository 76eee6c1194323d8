// Where the parts of a server meet: host, gate and front, plugged together. Everything that is not
// pure enters here: unguessable bytes, the lane.

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TickhouseError } from '../errors.ts';
import { Host } from '../host/index.ts';
import { memoryLane, Recordings, ReplayFolder } from '../journal/index.ts';
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
  /** Tells every player, and waits until they are gone. */
  close(): Promise<void>;
}

export function compose(settings: Settings): Composition {
  // A room's words go out as they lie in memory, and browsers read them as theirs.
  if (endianness() !== 'LE') {
    throw new TickhouseError('SERVER_OPTIONS', 'tickhouse runs on little-endian machines only');
  }
  const { games, effects, work, dataDir, limits, onError, routes, endpoints } = settings;
  const replays = dataDir && new ReplayFolder(join(dataDir, 'replays'), limits);
  const recordings =
    settings.record && dataDir !== undefined
      ? new Recordings({ folder: join(dataDir, 'recordings'), limits, onError, now: Date.now })
      : undefined;
  const host = new Host({
    catalogue: new Catalogue(games, limits.stateBytesMax),
    effects,
    work,
    lane: memoryLane(),
    keepReplay: replays ? (name, bytes) => replays.keep(name, bytes) : undefined,
    recordings,
    randomBytes,
    twice: settings.checkDeterminism,
    limits,
    roomsMax: limits.roomsMax,
    onError,
  });
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
        lateness: host.lateness,
      }),
    }),
    upgrade: (request, socket, head) => upgrades.handle(request, socket, head),
    close: async () => {
      isClosing = true;
      upgrades.close();
      host.stop();
      const { closeTimeoutMs } = settings;
      let cancel = (): void => {};
      const timeUp = new Promise<void>((resolve) => {
        cancel = host.clock.after(closeTimeoutMs, resolve);
      });
      await gate.close('serverClosing', closeTimeoutMs);
      await Promise.race([host.effectsSettled(), timeUp]);
      cancel();
      await recordings?.close();
      await Promise.all(settings.pools.map((pool) => pool.close()));
    },
  };
}
