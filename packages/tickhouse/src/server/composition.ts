// Where the parts of a server meet: host, gate and front, plugged together.

import type { IncomingMessage } from 'node:http';
import { endianness } from 'node:os';
import type { Duplex } from 'node:stream';
import { TickhouseError } from '../errors.ts';
import { type HttpHandler, houseHandler, Upgrades } from './front/index.ts';
import { Gate, type LocalWebSocket } from './gate/index.ts';
import { openHost } from './open-host.ts';
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
  const { host, journal, recordings } = await openHost(settings);
  const { limits, onError, routes, endpoints } = settings;
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

/** What this process has computed since it began, in user and system time. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
