// A load from its beginning to its report: join, measure, leave.

import { readHealth } from './health.ts';
import { type LoadPlan, Players } from './players.ts';
import { refusalOf } from './refusals.ts';
import { type LoadReport, type Measured, reportOf } from './report.ts';

export interface Progress {
  readonly phase: 'joining' | 'measuring';
  readonly passedMs: number;
  readonly seated: number;
  readonly asked: number;
  /** Ticks that came, of those that should have, since this phase began. */
  readonly delivered: number;
  readonly disconnects: number;
}

interface Watcher {
  /** Ends the load early; what was measured so far is reported. */
  readonly signal: AbortSignal;
  /** Called about every second. */
  readonly onProgress: (progress: Progress) => void;
}

const progressMs = 1_000;

/**
 * Plays the plan and reports.
 * @throws CLIENT_UNREACHABLE, or why nobody was let in
 */
export async function runLoad(plan: LoadPlan, watcher: Watcher): Promise<LoadReport> {
  const { signal, onProgress } = watcher;
  await readHealth(plan.base);
  const players = new Players(plan);
  let measured = await begin(plan, players);
  let phase: Progress['phase'] = 'joining';
  const progress = setInterval(() => {
    const passedMs = performance.now() - measured.beganMs;
    const nominal = (measured.nominalHz * passedMs) / 1000;
    onProgress({
      phase,
      passedMs,
      seated: players.seated,
      asked: players.asked,
      delivered: nominal === 0 ? 0 : players.meter.ticks / nominal,
      disconnects: sum(players.disconnects),
    });
  }, progressMs);
  try {
    await players.join(signal);
    if (players.seated === 0 && !signal.aborted) throw refusalOf(players.disconnects);
    if (!signal.aborted) {
      measured = await begin(plan, players);
      phase = 'measuring';
      await passed(plan.durationMs, AbortSignal.any([signal, players.allGone]));
    }
    return await reportOf(plan, players, { ...measured, phase, isCut: signal.aborted });
  } finally {
    clearInterval(progress);
    await players.leave();
  }
}

async function begin(plan: LoadPlan, players: Players): Promise<Omit<Measured, 'phase' | 'isCut'>> {
  const health = await readHealth(plan.base);
  players.measure();
  return {
    health,
    beganMs: performance.now(),
    bytesRead: players.bytesRead,
    nominalHz: players.nominalHz,
    cpu: process.cpuUsage(),
  };
}

function passed(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
