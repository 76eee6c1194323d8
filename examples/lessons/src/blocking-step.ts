// The step of lesson 3.5, as a thread runs it: everything here blocks until it is done, and nothing
// else happens in this thread meanwhile.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { threadId } from 'node:worker_threads';
import Database from 'libsql';

/** What a thread keeps between its calls: it has a copy of this module of its own. */
const databases = new Map<string, Database.Database>();

/** How long a write waits for another program's to be over. */
const busyMsMax = 5_000;

/** Writes a tick to the database, then sleeps. */
export function blockingStep(
  path: string,
  sleepMs: number,
): { readonly tick: number; readonly blockedMs: number; readonly threadId: number } {
  const began = performance.now();
  const database = databases.get(path) ?? opened(path);
  const { lastInsertRowid } = database
    .prepare('INSERT INTO ticks (at) VALUES (?)')
    .run(new Date().toISOString());
  sleepHere(sleepMs);
  return { tick: Number(lastInsertRowid), blockedMs: performance.now() - began, threadId };
}

function opened(path: string): Database.Database {
  mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path);
  try {
    database.pragma(`busy_timeout = ${busyMsMax}`);
    database.pragma('journal_mode = WAL');
    // Until the disk has it: that is what blocks.
    database.pragma('synchronous = FULL');
    database.exec(
      'CREATE TABLE IF NOT EXISTS ticks (number INTEGER PRIMARY KEY, at TEXT NOT NULL)',
    );
  } catch (error) {
    // The next step opens it anew.
    database.close();
    throw error;
  }
  databases.set(path, database);
  return database;
}

/** A sleep without a promise: the thread stands still. */
function sleepHere(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
