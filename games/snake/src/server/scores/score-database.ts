// Scores in a SQLite database: one row for each game that ended with points, under the key of its
// effect. Every call blocks until the disk has it, so it is used in a thread.

import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { EarlierFile } from './earlier-file.ts';
import { damagedDatabase, failureOf, newerFile } from './failures.ts';
import { type TopScore, topNamesMax } from './top-scores.ts';

/** A score with where and when it was made. */
export interface KeptScore extends TopScore {
  /** Names it for good: the key of its effect. */
  readonly key: string;
  readonly room: string;
  readonly run: string;
  readonly tick: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** What is kept: the newest scores, and of the best names the best one. */
export interface Retention {
  readonly newestMax: number;
  readonly namesMax: number;
  /** Scores after which the rest is dropped again. */
  readonly every: number;
}

/**
 * An effect is repeated when a room is made again after a crash. Between an effect and its repeat lie
 * only the scores of one process's last ticks, so keys are kept by their number, not by their age: a
 * server that was off for a month knows them as well. 200 rooms of ten snakes that die each ten
 * seconds make 100,000 scores in eight minutes; rooms are made again from their last seconds.
 * 100,000 rows take about 13 MB, and dropping the rest of them 0.2 s of the thread.
 */
const defaultRetention: Retention = { newestMax: 100_000, namesMax: 1_000, every: 1_000 };

const version = 1;
/** How long another program that writes to the database is waited for, in ms. */
const busyMs = 500;

const schema = `
  CREATE TABLE scores (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    points INTEGER NOT NULL,
    colour INTEGER NOT NULL,
    room TEXT,
    run TEXT,
    tick INTEGER,
    made_at INTEGER
  ) STRICT;
  CREATE TABLE notes (name TEXT PRIMARY KEY, made_at INTEGER NOT NULL) STRICT;
`;

const bestOfEachName = `
  SELECT number, name, points, colour, run, tick FROM (
    SELECT *, row_number() OVER (PARTITION BY name ORDER BY points DESC, number) AS place FROM scores
  ) WHERE place = 1 ORDER BY points DESC, number LIMIT ?
`;

interface TopRow extends Pick<TopScore, 'name' | 'points' | 'colour'> {
  readonly run: string | null;
  readonly tick: number | null;
}

export class ScoreDatabase {
  readonly #database: Database.Database;
  readonly #retention: Retention;
  #sinceDropped = 0;

  private constructor(database: Database.Database, retention: Retention) {
    this.#database = database;
    this.#retention = retention;
  }

  /**
   * Opens `scores.db`, and makes it and its folder where there is none. Takes in `top-scores.json`,
   * once. Something is written each time, so that a disk which takes nothing is found before anybody
   * plays.
   * @throws SNAKE_DATA_DIR, SNAKE_SCORES_FILE
   */
  static open(folder: string, retention: Retention = defaultRetention): ScoreDatabase {
    const path = join(folder, 'scores.db');
    let database: Database.Database | undefined;
    try {
      mkdirSync(folder, { recursive: true });
      // The system's own reason why not; SQLite says only that it cannot.
      closeSync(openSync(path, 'a'));
      database = new Database(path, { timeout: busyMs });
      checkDatabase(database, path);
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      const scores = new ScoreDatabase(database, retention);
      scores.#begin(new EarlierFile(folder));
      return scores;
    } catch (cause) {
      database?.close();
      throw failureOf(cause, folder, path);
    }
  }

  /** The best score of each name, best first, of equal ones the earlier; the best names only. */
  top(): readonly TopScore[] {
    const rows = this.#database.prepare(bestOfEachName).all(topNamesMax) as TopRow[];
    return rows.map(({ name, points, colour, run, tick }) => ({
      name,
      points,
      colour,
      ...(run === null || tick === null ? {} : { run, tick }),
    }));
  }

  /** Keeps all of these or, where it throws, none; one whose key is known changes nothing. */
  keep(scores: readonly KeptScore[]): void {
    this.#transaction(() => {
      for (const score of scores) this.#insert(score);
      this.#sinceDropped += scores.length;
      if (this.#sinceDropped >= this.#retention.every) this.#drop();
    });
  }

  /** Leaves everything in the one file, where the disk takes it. */
  close(): void {
    try {
      this.#database.pragma('busy_timeout = 0');
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      this.#database.close();
    }
  }

  #begin(earlier: EarlierFile): void {
    this.#transaction(() => {
      if (userVersion(this.#database) === 0) this.#database.exec(schema);
      this.#takeIn(earlier);
      this.#note('opened');
      this.#drop();
      this.#database.exec(`PRAGMA user_version = ${version}`);
    });
    // Only now: a crash before this line leaves a file that is noted as taken in.
    earlier.putAside();
  }

  #takeIn(earlier: EarlierFile): void {
    const noted = this.#database.prepare('SELECT 1 FROM notes WHERE name = ?').all('imported');
    if (noted.length > 0) return;
    const list = earlier.read();
    if (list === undefined) return;
    list.forEach((score, i) => {
      const nothing = { room: null, run: null, tick: null, madeAt: null };
      this.#insert({ ...score, ...nothing, key: `top-scores.json/${i}` });
    });
    this.#note('imported');
  }

  #insert(score: { readonly [K in keyof KeptScore]: KeptScore[K] | null }): void {
    const { key, name, points, colour, room, run, tick, madeAt } = score;
    this.#database
      .prepare(
        `INSERT INTO scores (key, name, points, colour, room, run, tick, made_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
      )
      .run(key, name, points, colour, room, run, tick, madeAt);
  }

  #note(name: 'opened' | 'imported'): void {
    this.#database.prepare('INSERT OR REPLACE INTO notes VALUES (?, ?)').run(name, Date.now());
  }

  #drop(): void {
    const { newestMax, namesMax } = this.#retention;
    this.#database
      .prepare(
        `DELETE FROM scores WHERE number <= (SELECT max(number) FROM scores) - ?
         AND number NOT IN (SELECT number FROM (${bestOfEachName}))`,
      )
      .run(newestMax, namesMax);
    this.#sinceDropped = 0;
  }

  /** As libsql's own, which hides why SQLite has rolled back by itself: a full disk, say. */
  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** Before anything is written: whether this is ours, of a version that we know, and whole. */
function checkDatabase(database: Database.Database, path: string): void {
  const found = userVersion(database);
  if (found > version) throw newerFile(path);
  const tables = database.prepare('SELECT name FROM sqlite_schema').all();
  const [check] = database.pragma('quick_check(1)') as { readonly quick_check: string }[];
  const isOurs = found === version || tables.length === 0;
  if (!isOurs || check?.quick_check !== 'ok') throw damagedDatabase(path, check?.quick_check);
}

function userVersion(database: Database.Database): number {
  const [row] = database.pragma('user_version') as { readonly user_version: number }[];
  return row?.user_version ?? 0;
}
