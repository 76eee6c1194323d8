// Top scores as the server uses them: kept on the disk, given to pages, filled by the game's effect.

import type { Route } from 'tickhouse/server';
import { ScoreFile } from './score-file.ts';
import { type TopScore, TopScores } from './top-scores.ts';

export interface Scores {
  readonly top: TopScores;
  /** What the effect `score` does; resolves when the score is on the disk. */
  keep(score: TopScore): Promise<void>;
  /** Answers `GET /top-scores` with `{"scores":[{"name","points","colour"}, …]}`, best first. */
  readonly route: Route;
}

/** @throws SNAKE_DATA_DIR, SNAKE_SCORES_FILE */
export async function openScores(dataDir: string): Promise<Scores> {
  const file = new ScoreFile(dataDir);
  const top = new TopScores(await file.load());
  return {
    top,
    keep: async (score) => {
      if (top.add(score)) await file.save(top.list);
    },
    route: ({ method }, response) => {
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
    },
  };
}
