// The directory on the disk: `directory.db`, held alone by one server as long as that lives. SQLite's
// lock ends with its process, however that ends.

import { crc32 } from 'node:zlib';
import { TickhouseError } from '../../errors.ts';
import type { Entry } from '../store.ts';
import {
  type Connection,
  checkVersion,
  codeOf,
  connect,
  type Durability,
  damaged,
  formatVersion,
  type Statement,
  storeError,
  transact,
  valueIn,
} from './sqlite.ts';

/** A server that is ending may need a moment to let go. */
const inUseMs = 500;

/** `sum` is the exclusive or of the checksums of all entries, so that none can be missing. */
const tables = `
  CREATE TABLE entry (
    key TEXT PRIMARY KEY, value TEXT NOT NULL, revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE directory (id INTEGER PRIMARY KEY, revision INTEGER, sum INTEGER, crc INTEGER) STRICT;
  INSERT INTO directory VALUES (1, 0, 0, ${crcOf(0, 0)});
  PRAGMA user_version = ${formatVersion};`;

export interface DirectoryContents {
  readonly entries: readonly Entry[];
  readonly revision: number;
}

export class DirectoryFile {
  readonly contents: DirectoryContents;
  readonly #path: string;
  readonly #database: Connection;
  readonly #get: Statement;
  readonly #set: Statement;
  readonly #remove: Statement;
  readonly #setSum: Statement;
  #sum: number;

  /** @throws DATA_DIR_IN_USE, STORE_DAMAGED, STORE_VERSION, STORE_FULL, STORE_FAILED */
  constructor(path: string, durability: Durability) {
    this.#path = path;
    this.#database = hold(path, durability);
    try {
      const prepare = (sql: string): Statement => this.#database.prepare(sql);
      if (valueIn(this.#database, 'SELECT count(*) FROM sqlite_schema') === 0) {
        transact(this.#database, path, () => this.#database.exec(tables));
      }
      checkVersion(this.#database, path);
      this.#get = prepare('SELECT value, revision FROM entry WHERE key = ? LIMIT ?');
      this.#set = prepare('INSERT OR REPLACE INTO entry VALUES (?, ?, ?)');
      this.#remove = prepare('DELETE FROM entry WHERE key = ? AND revision < ?');
      this.#setSum = prepare('UPDATE directory SET revision = ?, sum = ?, crc = ? WHERE id = 1');
      const { sum, ...contents } = readAll(this.#database, path);
      this.#sum = sum;
      this.contents = contents;
    } catch (failure) {
      this.#database.close();
      throw storeError(failure, path);
    }
  }

  /** @throws STORE_FULL, STORE_FAILED, STORE_DAMAGED */
  keep({ key, value, revision }: Entry): void {
    const sum = transact(this.#database, this.#path, () => {
      const before = this.#get.get(key, 1) as Omit<Entry, 'key'> | undefined;
      let next = this.#sum;
      if (before) next ^= crcOfEntry({ key, value: before.value, revision: before.revision });
      if (value === undefined) this.#remove.run(key, revision);
      else {
        this.#set.run(key, value, revision);
        next ^= crcOfEntry({ key, value, revision });
      }
      next >>>= 0;
      this.#setSum.run(revision, next, crcOf(revision, next));
      return next;
    });
    this.#sum = sum;
  }

  close(): void {
    this.#database.close();
  }
}

/** Nobody else opens it until this process ends. */
function hold(path: string, durability: Durability): Connection {
  let database: Connection | undefined;
  try {
    database = connect(path, durability, inUseMs);
    // No WAL: there, a lock of one's own cannot be given back.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
    return database;
  } catch (failure) {
    database?.close();
    const error = storeError(failure, path);
    if (!codeOf(error.cause).startsWith('SQLITE_BUSY')) throw error;
    throw new TickhouseError(
      'DATA_DIR_IN_USE',
      `${path} is in use by another server: stop that one, or let dataDir name another folder`,
      { cause: error.cause },
    );
  }
}

function readAll(database: Connection, path: string): DirectoryContents & { readonly sum: number } {
  const rows = database.prepare('SELECT key, value, revision FROM entry ORDER BY key').all();
  const entries = (rows as Entry[]).map(({ key, value, revision }) => ({ key, value, revision }));
  const [head] = database.prepare('SELECT revision, sum, crc FROM directory').all();
  const { revision, sum, crc } = head as Record<'revision' | 'sum' | 'crc', number>;
  const found = entries.reduce((all, entry) => all ^ crcOfEntry(entry), 0) >>> 0;
  if (crc !== crcOf(revision, sum) || found !== sum) {
    throw damaged(path, 'its entries are not what was written there');
  }
  return { entries, revision, sum };
}

function crcOfEntry({ key, value, revision }: Entry): number {
  return crc32(JSON.stringify([key, value, revision]));
}

function crcOf(revision: number, sum: number): number {
  return crc32(`${revision} ${sum}`);
}
