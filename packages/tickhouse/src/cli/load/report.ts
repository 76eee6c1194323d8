// What a load found, as one object and as lines for people.

import { type Health, readHealth } from './health.ts';
import type { Quantiles } from './histogram.ts';
import type { LoadPlan, Players } from './players.ts';
import { hintOf } from './refusals.ts';

/** Where the measuring began. */
export interface Measured {
  readonly phase: 'joining' | 'measuring';
  readonly isCut: boolean;
  readonly health: Health;
  readonly beganMs: number;
  readonly bytesRead: number;
  readonly nominalHz: number;
  readonly cpu: NodeJS.CpuUsage;
}

/** Times are in ms; what could not be measured is null. */
export interface LoadReport {
  readonly url: string;
  readonly game: string;
  readonly rooms: number;
  readonly playersPerRoom: number;
  readonly watchersPerRoom: number;
  readonly sendRateHz: number | null;
  /** `joining` where it was ended before everybody had come. */
  readonly phase: 'joining' | 'measuring';
  readonly interrupted: boolean;
  readonly seconds: number;
  readonly clients: { readonly asked: number; readonly seated: number };
  readonly server: {
    readonly cpuUsPerClientTick: number | null;
    /** Of one core. */
    readonly cpuShare: number | null;
    readonly bytesPerClientTick: number | null;
    readonly latenessMs: {
      readonly mean: number;
      readonly skippedTicks: number;
      /** These three are since the server's start. */
      readonly p50: number;
      readonly p99: number;
      readonly max: number;
    } | null;
  };
  readonly ticks: {
    readonly delivered: number;
    readonly nominal: number;
    readonly share: number | null;
  };
  readonly deliveryIntervalMs: Quantiles | null;
  readonly roundTripMs: Quantiles | null;
  readonly inputs: number;
  /** Clients that ended before they were asked to, by close code or error. */
  readonly disconnects: Readonly<Record<string, number>>;
  /** This tool itself, of one core. */
  readonly ownCpuShare: number;
}

/** Above this share of a core the tool itself may be what is measured. */
const ownCpuShareMax = 0.8;

export async function reportOf(
  plan: LoadPlan,
  players: Players,
  measured: Measured,
): Promise<LoadReport> {
  const { meter } = players;
  const ms = performance.now() - measured.beganMs;
  const own = process.cpuUsage(measured.cpu);
  const bytes = players.bytesRead - measured.bytesRead;
  const ticks = meter.ticks;
  const [intervals, roundTrips] = [meter.intervals.read(), meter.roundTrips.read()];
  // A server that is gone by now has said all it will; one that put everybody out may be another process.
  const health =
    players.seated === 0 ? undefined : await readHealth(plan.base).catch(() => undefined);
  const before = measured.health.cpuMs;
  const cpuMs =
    health?.cpuMs === undefined || before === undefined ? undefined : health.cpuMs - before;
  const nominal = (measured.nominalHz * ms) / 1000;
  return {
    url: plan.base.origin,
    game: plan.game.name,
    rooms: plan.rooms,
    playersPerRoom: plan.players,
    watchersPerRoom: plan.watchers,
    sendRateHz: players.sendRateHz ?? null,
    phase: measured.phase,
    interrupted: measured.isCut,
    seconds: ms / 1000,
    clients: { asked: players.asked, seated: players.seated },
    server: {
      cpuUsPerClientTick: cpuMs === undefined || ticks === 0 ? null : (cpuMs * 1000) / ticks,
      cpuShare: cpuMs === undefined ? null : cpuMs / ms,
      bytesPerClientTick: ticks === 0 ? null : bytes / ticks,
      latenessMs: latenessOf(measured.health, health),
    },
    ticks: { delivered: ticks, nominal, share: nominal === 0 ? null : ticks / nominal },
    deliveryIntervalMs: intervals ?? null,
    roundTripMs: roundTrips ?? null,
    inputs: meter.inputs,
    disconnects: Object.fromEntries(players.disconnects),
    ownCpuShare: (own.user + own.system) / 1000 / ms,
  };
}

function latenessOf(
  { lateness: before }: Health,
  after: Health | undefined,
): LoadReport['server']['latenessMs'] {
  const { lateness } = after ?? {};
  if (before === undefined || lateness === undefined) return null;
  const ran = lateness.ran - before.ran;
  const lateMs = lateness.ran * lateness.meanMs - before.ran * before.meanMs;
  return {
    mean: ran === 0 ? 0 : lateMs / ran,
    skippedTicks: lateness.skipped - before.skipped,
    p50: lateness.p50Ms,
    p99: lateness.p99Ms,
    max: lateness.maxMs,
  };
}

/** The report as a page of text. */
export function reportLines(report: LoadReport): string[] {
  const { server, ticks, clients, disconnects } = report;
  const { rooms, playersPerRoom, watchersPerRoom, sendRateHz } = report;
  const watchers = watchersPerRoom > 0 ? ` and ${watchersPerRoom} watchers` : '';
  const rate = sendRateHz === null ? '' : `, ${sendRateHz} Hz`;
  const lines: (readonly [string, string])[] = [
    ['seated', `${whole(clients.seated)} of ${whole(clients.asked)}`],
    [
      'ticks delivered',
      `${whole(ticks.delivered)} of ${whole(ticks.nominal)} nominal (${share(ticks.share, 2)})`,
    ],
    [
      'CPU of the server',
      `${amount(server.cpuUsPerClientTick)} µs per client and tick, ${share(server.cpuShare)} of a core`,
    ],
    ['bytes', `${amount(server.bytesPerClientTick)} per client and tick`],
    ['delivery interval', quantiles(report.deliveryIntervalMs)],
    ['round trip', quantiles(report.roundTripMs)],
    ['lateness of ticks', latenessWords(server.latenessMs)],
    ['inputs sent', whole(report.inputs)],
    ['disconnects', Object.keys(disconnects).length === 0 ? 'none' : ''],
    ...Object.entries(disconnects).map(([why, count]) => {
      const hint = hintOf(why);
      return ['', `${count} × ${why}${hint && `: ${hint}`}`] as const;
    }),
    ['this tool', `${share(report.ownCpuShare)} of a core`],
  ];
  return [
    `${report.game} at ${report.url}: ${rooms} rooms × ${playersPerRoom} players${watchers}${rate}`,
    `measured for ${report.seconds.toFixed(1)} s${cutWords(report)}`,
    '',
    ...lines.map(([name, words]) => `  ${name.padEnd(20)}${words}`.trimEnd()),
    ...warningsOf(report),
  ];
}

function cutWords({ interrupted, phase, clients }: LoadReport): string {
  if (phase === 'joining') return ', ended while players were still joining';
  if (clients.seated === 0) return ', until nobody was left';
  return interrupted ? ', ended early' : '';
}

function warningsOf({ ownCpuShare }: LoadReport): string[] {
  if (ownCpuShare <= ownCpuShareMax) return [];
  return ['', 'This tool itself took most of a core: share the players among several of it.'];
}

function latenessWords(lateness: LoadReport['server']['latenessMs']): string {
  if (lateness === null) return 'the server does not say';
  const { mean, p50, p99, max, skippedTicks } = lateness;
  return (
    `mean ${milli(mean)}, ${whole(skippedTicks)} ticks skipped; ` +
    `since the server's start p50 ${milli(p50)}, p99 ${milli(p99)}, max ${milli(max)}`
  );
}

function quantiles(read: Quantiles | null): string {
  if (read === null) return 'nothing came';
  return `p50 ${milli(read.p50)}, p99 ${milli(read.p99)}, max ${milli(read.max)}`;
}

function milli(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

function amount(value: number | null): string {
  return value === null ? '?' : value.toFixed(value < 100 ? 1 : 0);
}

function share(value: number | null, digits = 0): string {
  return value === null ? '?' : `${(value * 100).toFixed(digits)} %`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
