// What the thread of scores does: every call blocks it until the disk has answered, and nothing else.

import { type KeptScore, ScoreDatabase } from './score-database.ts';
import type { TopScore } from './top-scores.ts';

/** What the thread keeps between calls, by folder: it has a copy of this module of its own. */
const databases = new Map<string, ScoreDatabase>();

/** Opens the database, and gives the best scores. @throws SNAKE_DATA_DIR, SNAKE_SCORES_FILE */
export function openScores(folder: string): readonly TopScore[] {
  return opened(folder).top();
}

export function keepScores(folder: string, scores: readonly KeptScore[]): void {
  opened(folder).keep(scores);
}

export function closeScores(folder: string): void {
  const database = databases.get(folder);
  databases.delete(folder);
  database?.close();
}

/** A thread that took the place of one which died has opened nothing yet. */
function opened(folder: string): ScoreDatabase {
  const database = databases.get(folder) ?? ScoreDatabase.open(folder);
  databases.set(folder, database);
  return database;
}
