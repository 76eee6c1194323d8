// The options of serve() and attach(), with their defaults in one place.

import { TickhouseError } from '../errors.ts';
import type { AnyGame, EffectData, WorkData } from '../game/index.ts';
import type { EffectHandlers, EffectSource, WorkHandlers, WorkSource } from '../host/index.ts';
import {
  defaultJournalLimits,
  defaultRecordingLimits,
  defaultReplayFolderLimits,
  type JournalLimits,
  type RecordingLimits,
  type ReplayFolderLimits,
} from '../journal/index.ts';
import { defaultRoomLimits, type RoomLimits } from '../room/index.ts';
import type { Route } from './front/index.ts';
import { defaultGateLimits, type Endpoint, type GateLimits } from './gate/index.ts';

/** What one player, connection or room may take. */
export interface Limits
  extends RoomLimits,
    GateLimits,
    ReplayFolderLimits,
    JournalLimits,
    RecordingLimits {
  /** Rooms at once. Default: 10,000. */
  readonly roomsMax: number;
  /** Bytes of one room's state; larger rooms are not made. Default: 16 MiB. */
  readonly stateBytesMax: number;
  /** Connections from one address; those from this machine are not counted. Default: 64. */
  readonly connectionsPerAddressMax: number;
}

/** The handlers of the effects that these games define: `{ snake: { score: (data) => … } }`. */
export type EffectsOf<G extends readonly AnyGame[]> = {
  readonly [N in G[number]['name']]?: HandlersOf<EffectData<Extract<G[number], { name: N }>>>;
};

type HandlersOf<D> = {
  readonly [K in keyof D]?: (data: D[K], source: EffectSource) => void | Promise<void>;
};

/** Who does the work that these games ask for: `{ maze: { path: (asked, source) => … } }`. */
export type WorkOf<G extends readonly AnyGame[]> = {
  readonly [N in G[number]['name']]?: WorkersOf<WorkData<Extract<G[number], { name: N }>>>;
};

type WorkersOf<D> = {
  readonly [K in keyof D]: D[K] extends { readonly asked: infer A; readonly gives: infer R }
    ? (asked: A, source: WorkSource) => R | Promise<R>
    : never;
};

/** What ends with the server. */
export interface Closable {
  close(): Promise<void>;
}

export interface AttachOptions<G extends readonly AnyGame[] = readonly AnyGame[]> {
  readonly games: G;
  /** What to do for the side effects that games ask for. Default: nothing. */
  readonly effects?: EffectsOf<G>;
  /** Does the work that games ask for with `offload`. A game that asks for work needs it. */
  readonly work?: WorkOf<G>;
  /**
   * A folder of what is kept; one server has it at a time. Replay files of rooms that failed lie in
   * `replays/`, the journal in `lanes/` and `directory.db`. Default: none, nothing is kept.
   */
  readonly dataDir?: string;
  /**
   * What rooms survive. `memory`: nothing. `process`: the end of this process, killed or not; the next
   * one on the same `dataDir` brings them back. `disk`: loss of power too; each tick is on the disk
   * before anybody hears of it. Default: memory.
   */
  readonly durability?: Durability;
  /**
   * Keeps what spectators of every room are sent, private rooms' too, in `recordings/` of `dataDir`, and
   * gives it at `GET /recordings/ID` to whoever knows the id. `serve` answers `/watch/ID` with the pages'
   * index.html. Default: false.
   */
  readonly record?: boolean;
  /** Closed when the server has closed: the pools that its work is done in. Default: none. */
  readonly pools?: readonly Closable[];
  /** Paths that you answer yourself: `{ '/top-scores': (request, response) => … }`. Default: none. */
  readonly routes?: Readonly<Record<string, Route>>;
  /**
   * Paths whose WebSockets speak a protocol of yours, in text frames; they are held to the same
   * limits and origins as the rooms'. Default: none.
   */
  readonly endpoints?: Readonly<Record<string, Endpoint>>;
  /** Origins whose pages may connect beside the server's own; ['*'] allows all. Default: none. */
  readonly origins?: readonly string[];
  /** Believe X-Forwarded-For: only behind a proxy that sets it. Default: false. */
  readonly trustProxy?: boolean;
  readonly limits?: Partial<Limits>;
  /**
   * Makes every tick twice and stops a room whose rules are not deterministic; costs twice the time.
   * Default: on where NODE_ENV is "development" or "test".
   */
  readonly checkDeterminism?: boolean;
  /** How long players may take to be gone when the server closes, in ms. Default: 3,000. */
  readonly closeTimeoutMs?: number;
  /**
   * Hears of every failure: rooms that stopped, effects that failed. Where it throws, both are printed and
   * the rooms go on. Default: stderr.
   */
  readonly onError?: (error: unknown) => void;
}

export interface ServeOptions<G extends readonly AnyGame[] = readonly AnyGame[]>
  extends AttachOptions<G> {
  /** 0 takes any free port. Default: 8080. */
  readonly port?: number;
  /** The address to listen on; '0.0.0.0' or '::' for every one. Default: 127.0.0.1. */
  readonly host?: string;
  /**
   * A folder of built pages. Its `404.html`, where it has one, answers browsers at addresses that lead
   * nowhere. Default: none, only the rooms are served.
   */
  readonly pages?: string;
  /** Close on SIGTERM and SIGINT, then exit. Default: true. */
  readonly signals?: boolean;
}

const durabilities = ['memory', 'process', 'disk'] as const;
export type Durability = (typeof durabilities)[number];

/** An hour: who asks for more has forgotten that somebody waits. */
const closeTimeoutMsMax = 3_600_000;

/** Limits that a timer of Node, or `ws`, holds as 32 bits. */
const int32Limits: ReadonlySet<string> = new Set(['returnMs', 'messageBytesMax']);

/** Options with every default filled in. */
export interface Settings {
  readonly games: readonly AnyGame[];
  readonly effects: EffectHandlers;
  readonly work: WorkHandlers;
  readonly pools: readonly Closable[];
  readonly dataDir: string | undefined;
  readonly durability: Durability;
  readonly record: boolean;
  readonly routes: Readonly<Record<string, Route>>;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly origins: readonly string[];
  readonly trustProxy: boolean;
  readonly limits: Limits;
  readonly checkDeterminism: boolean;
  readonly closeTimeoutMs: number;
  readonly onError: (error: unknown) => void;
}

/** @throws SERVER_OPTIONS when a limit is unknown, it or a time is out of its range, or a path is taken */
export function settingsOf(options: AttachOptions): Settings {
  const mode = process.env.NODE_ENV;
  const { closeTimeoutMs = 3_000, routes = {}, endpoints = {} } = options;
  checkPaths('routes', routes);
  checkPaths('endpoints', endpoints);
  if (options.record === true && options.dataDir === undefined) {
    throw new TickhouseError(
      'SERVER_OPTIONS',
      'record: true needs a dataDir, where recordings are kept',
    );
  }
  if (!isAboveZero(closeTimeoutMs) || closeTimeoutMs > closeTimeoutMsMax) {
    throw new TickhouseError(
      'SERVER_OPTIONS',
      `closeTimeoutMs = ${closeTimeoutMs}: it is a number above 0 and at most ${closeTimeoutMsMax}`,
    );
  }
  return {
    games: options.games,
    effects: (options.effects ?? {}) as EffectHandlers,
    work: (options.work ?? {}) as WorkHandlers,
    pools: options.pools ?? [],
    dataDir: options.dataDir,
    durability: durabilityOf(options),
    record: options.record ?? false,
    routes,
    endpoints,
    origins: options.origins ?? [],
    trustProxy: options.trustProxy ?? false,
    limits: limitsOf(options.limits ?? {}),
    checkDeterminism: options.checkDeterminism ?? (mode === 'development' || mode === 'test'),
    closeTimeoutMs,
    onError: contained(options.onError ?? printError),
  };
}

function durabilityOf({ durability = 'memory', dataDir }: AttachOptions): Durability {
  if (!durabilities.includes(durability)) {
    const are = durabilities.join(', ');
    throw new TickhouseError('SERVER_OPTIONS', `durability = ${durability}: it is one of ${are}`);
  }
  if (durability !== 'memory' && dataDir === undefined) {
    throw new TickhouseError('SERVER_OPTIONS', `durability = ${durability} needs a dataDir`);
  }
  return durability;
}

function limitsOf(chosen: Partial<Limits>): Limits {
  const defaults: Limits = {
    ...defaultRoomLimits,
    ...defaultGateLimits,
    ...defaultReplayFolderLimits,
    ...defaultJournalLimits,
    ...defaultRecordingLimits,
    roomsMax: 10_000,
    stateBytesMax: 16 * 1024 * 1024,
    connectionsPerAddressMax: 64,
  };
  for (const [name, value] of Object.entries(chosen)) {
    if (!Object.hasOwn(defaults, name)) {
      const names = Object.keys(defaults).join(', ');
      throw new TickhouseError(
        'SERVER_OPTIONS',
        `limits.${name}: there is none; there are ${names}`,
      );
    }
    checkLimit(name, value);
  }
  return { ...defaults, ...chosen };
}

/** Times may have fractions; what is counted is whole. None is infinite: what has no end has no limit. */
function checkLimit(name: string, value: unknown): void {
  const isTime = name.endsWith('Ms');
  const most = int32Limits.has(name) ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  if (isAboveZero(value) && value <= most && (isTime || Number.isInteger(value))) return;
  const wanted = isTime ? `a number above 0, at most ${most}` : `a whole number from 1 to ${most}`;
  throw new TickhouseError('SERVER_OPTIONS', `limits.${name} = ${value}: it is ${wanted}`);
}

/** Paths of the server's own cannot be had. */
function checkPaths(option: string, byPath: object): void {
  for (const path of Object.keys(byPath)) {
    if (
      /^\/[^?#\s]*$/.test(path) &&
      !/^\/(?:healthz$|rooms$|recordings\/|play\/|watch\/)/.test(path)
    )
      continue;
    throw new TickhouseError(
      'SERVER_OPTIONS',
      `${option}["${path}"]: a path begins with /, has no ? and #, and is none of tickhouse's own ` +
        '(/healthz, /rooms, /recordings/…, /play/…, /watch/…)',
    );
  }
}

function isAboveZero(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}

/**
 * It is called from within the loop that all rooms share: what it throws, or rejects with, is printed
 * together with what it was told, and goes no further.
 */
function contained(onError: (error: unknown) => unknown): (error: unknown) => void {
  return (error) => {
    new Promise((resolve) => resolve(onError(error))).catch((cause) => {
      printError(error);
      printError(new Error('onError failed itself when it was told of that', { cause }));
    });
  };
}

function printError(error: unknown): void {
  console.error('[tickhouse]', error);
}
