// SQLite as the store has it: databases of one file each, and what their failures mean to people.

import Database from 'libsql';
import { type ErrorCode, TickhouseError } from '../../errors.ts';

export type Connection = Database.Database;
export type Statement = Database.Statement;

/** What an append survives: the death of the process, or the loss of power too. */
export type Durability = 'process' | 'disk';

/** The version of all files of this store, their `user_version`. */
export const formatVersion = 1;

/** How long another process may hold a file before that is a failure. */
const busyMs = 5_000;

/** @throws what `storeError` makes of it */
export function connect(path: string, durability: Durability, waitMs: number = busyMs): Connection {
  try {
    const database = new Database(path, { timeout: waitMs });
    // OFF: the pages are the system's when a commit returns, which the death of a process leaves alone.
    database.exec(`PRAGMA synchronous = ${durability === 'disk' ? 'FULL' : 'OFF'}`);
    return database;
  } catch (cause) {
    throw storeError(cause, path);
  }
}

/** All of it or nothing; nobody else writes meanwhile. @throws what `storeError` makes of it */
export function transact<T>(database: Connection, path: string, work: () => T): T {
  try {
    database.exec('BEGIN IMMEDIATE');
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (cause) {
    if (database.inTransaction) rollBack(database);
    throw storeError(cause, path);
  }
}

/** The first column of the first row; undefined where there is none. */
export function valueIn(database: Connection, sql: string): unknown {
  return (database.prepare(sql).raw().get() as unknown[] | undefined)?.[0];
}

/** @throws STORE_VERSION */
export function checkVersion(database: Connection, path: string): void {
  const version = valueIn(database, 'PRAGMA user_version');
  if (version === formatVersion) return;
  throw new TickhouseError(
    'STORE_VERSION',
    `${path} is of version ${String(version)}, this tickhouse writes ${formatVersion}: run the one ` +
      'that wrote it, or let dataDir name another folder',
  );
}

export function codeOf(failure: unknown): string {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** What a failure is to people; one that has a code of ours already stays as it is. */
export function storeError(failure: unknown, path: string): TickhouseError {
  if (failure instanceof TickhouseError) return failure;
  const [code, what] = meaningOf(codeOf(failure));
  const words = failure instanceof Error ? failure.message : String(failure);
  return new TickhouseError(code, `${path}: ${what} (${words})`, { cause: failure });
}

/** @throws STORE_DAMAGED */
export function damaged(path: string, what: string): TickhouseError {
  return new TickhouseError(
    'STORE_DAMAGED',
    `${path}: ${what}; restore the file from a copy, or move it away: its rooms are lost`,
  );
}

function meaningOf(code: string): [ErrorCode, string] {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return ['STORE_FULL', 'its disk is full, nothing was written; make room there'];
  }
  if (/^SQLITE_(?:CORRUPT|NOTADB|ERROR|SCHEMA|MISMATCH|CONSTRAINT)/.test(code)) {
    return ['STORE_DAMAGED', 'it is not what was written there; restore it, or move it away'];
  }
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) {
    return [
      'STORE_FAILED',
      'another process holds it and does not let go; see whether one is stopped',
    ];
  }
  return ['STORE_FAILED', 'it could not be written or read; look at the disk and its rights'];
}

function rollBack(database: Connection): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // A failure that ended the transaction itself.
  }
}
