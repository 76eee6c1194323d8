// Top scores as the server uses them: kept on the disk, given to pages, filled by the game's effect.

import { once } from 'node:events';
import {
  type EffectSource,
  type Pool,
  type Route,
  systemClock,
  threadPool,
} from 'tickhouse/server';
import { SnakeError } from '../snake-error.ts';
import { ScoreWriter } from './score-writer.ts';
import { type TopScore, TopScores } from './top-scores.ts';

export type ScoreThread = typeof import('./score-thread.ts');

/** How long a disk that does not answer is waited for when the server has closed, in ms. */
const closeMs = 1_000;

export interface Scores {
  readonly top: TopScores;
  /** What the effect `score` does; resolves when the score is on the disk. Twice is as once. */
  keep(score: TopScore, source: EffectSource): Promise<void>;
  /** Answers `GET /top-scores` with `{"scores":[{"name","points","colour","run","tick"}, …]}`, best first. */
  readonly route: Route;
  /** Writes what waits; then the database and its thread are gone, or a disk holds them that hangs. */
  close(): Promise<void>;
}

/**
 * @param pool its thread writes; it ends with the scores
 * @param tell says a line to who runs the server; default: on stderr
 * @throws SNAKE_DATA_DIR, SNAKE_SCORES_FILE
 */
export async function openScores(
  dataDir: string,
  pool: Pool<ScoreThread> = scoreThread(),
  tell: (line: string) => void = console.error,
): Promise<Scores> {
  const list = await pool.run('openScores', [dataDir]).catch(async (error) => {
    await pool.close();
    throw SnakeError.revived(error);
  });
  const top = new TopScores(list);
  const writer = new ScoreWriter({
    write: (scores) => pool.run('keepScores', [dataDir, scores]),
    show: (score) => top.add(score),
    tell,
    clock: systemClock(),
  });
  let closing: Promise<void> | undefined;
  return {
    top,
    keep: async ({ name, points, colour }, { key, room, run, tick }) => {
      if (points === 0) return;
      await writer.keep({ name, points, colour, key, room, run, tick, madeAt: Date.now() });
    },
    route: routeOf(top),
    close: async () => {
      closing ??= leave(writer, pool, dataDir);
      const timeUp = once(AbortSignal.timeout(closeMs), 'abort').then(() => writer.leave());
      await Promise.race([closing, timeUp]);
    },
  };
}

function scoreThread(): Pool<ScoreThread> {
  return threadPool(new URL('./score-thread.js', import.meta.url), { workers: 1 });
}

/** Gone before the pool: libsql ends the whole process where a thread is ended within a call. */
async function leave(writer: ScoreWriter, pool: Pool<ScoreThread>, dataDir: string): Promise<void> {
  await writer.close();
  // Where this fails nothing is missing: SQLite reads the rest from the log beside the database.
  await pool.run('closeScores', [dataDir]).catch(() => {});
  await pool.close();
}

function routeOf(top: TopScores): Route {
  return ({ method }, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const body = `${JSON.stringify({ scores: top.list })}\n`;
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    response.end(body);
  };
}
