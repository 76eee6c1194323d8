// One lane on the disk: a SQLite file in WAL mode. Everything here blocks; it runs in the store's thread.
//
// A damaged write-ahead log is where SQLite is silent: its recovery ends before the first page that
// does not fit, and drops what lies behind. So whoever opens a lane looks for marks behind that end.

import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { TickhouseError } from '../../errors.ts';
import type { Blob } from '../store.ts';
import { decodeMark, encodeMark, lostFrame, type Mark, magicBytes } from './lane-mark.ts';
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
} from './sqlite.ts';

const tables = `
  CREATE TABLE lane (id INTEGER PRIMARY KEY, mark BLOB NOT NULL) STRICT;
  CREATE TABLE frame (number INTEGER PRIMARY KEY, crc INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE blob (key TEXT PRIMARY KEY, crc INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;`;

/**
 * An append without blobs as one statement: each call into SQLite costs more than what it does there. It
 * belongs to the connection, not to the file.
 */
const appending = `
  CREATE TEMP VIEW append AS SELECT x'' AS mark, x'' AS before, 0 AS number, 0 AS crc, x'' AS bytes;
  CREATE TEMP TRIGGER appending INSTEAD OF INSERT ON append BEGIN
    SELECT RAISE(ABORT, 'fenced') FROM lane WHERE id = 1 AND mark IS NOT NEW.before;
    UPDATE lane SET mark = NEW.mark WHERE id = 1;
    INSERT INTO frame VALUES (NEW.number, NEW.crc, NEW.bytes);
  END;`;

interface Row {
  readonly crc: number;
  readonly bytes: ArrayBuffer;
}

export class LaneFile {
  readonly path: string;
  readonly #database: Connection;
  readonly #readMark: Statement;
  readonly #readLast: Statement;
  readonly #readFrame: Statement;
  readonly #readBlob: Statement;
  readonly #setMark: Statement;
  readonly #append: Statement;
  readonly #addFrame: Statement;
  readonly #addBlob: Statement;
  /** As this process last wrote or found it. */
  #mark: Mark;
  /** Nobody knows what its end is: a commit failed half-way. */
  #isAmbiguous = false;

  /** @throws STORE_FULL, STORE_FAILED */
  static create(path: string, durability: Durability): LaneFile {
    const fresh = `${path}.new`;
    const mark = encodeMark({ magic: randomBytes(magicBytes), last: 0, isSealed: false });
    try {
      const database = connect(fresh, durability);
      try {
        database.exec(`BEGIN; ${tables}
          INSERT INTO lane VALUES (1, x'${mark.toString('hex')}');
          PRAGMA user_version = ${formatVersion}; COMMIT`);
      } finally {
        database.close();
      }
      // A lane is there with its mark in its own pages, or it is not there.
      renameSync(fresh, path);
      return new LaneFile(path, durability);
    } catch (failure) {
      for (const made of [fresh, `${fresh}-journal`, ...filesOf(path)])
        rmSync(made, { force: true });
      throw storeError(failure, path);
    }
  }

  /** @throws STORE_DAMAGED, STORE_VERSION, STORE_FULL, STORE_FAILED */
  constructor(path: string, durability: Durability) {
    this.path = path;
    if (existsSync(keptAside(path))) throw aside(path);
    this.#database = connect(path, durability);
    try {
      checkVersion(this.#database, path);
      this.#database.exec('PRAGMA journal_mode = WAL');
      const prepare = (sql: string): Statement => this.#database.prepare(sql);
      this.#readMark = prepare('SELECT mark FROM lane WHERE id = 1');
      this.#readLast = prepare('SELECT max(number) AS last FROM frame');
      this.#readFrame = prepare('SELECT crc, bytes FROM frame WHERE number = ? LIMIT ?');
      this.#readBlob = prepare('SELECT crc, bytes FROM blob WHERE key = ? LIMIT ?');
      this.#setMark = prepare('UPDATE lane SET mark = ? WHERE id = 1 AND mark = ?');
      this.#database.exec(appending);
      this.#append = prepare('INSERT INTO append VALUES (?, ?, ?, ?, ?)');
      this.#addFrame = prepare('INSERT INTO frame VALUES (?, ?, ?)');
      this.#addBlob = prepare('INSERT OR REPLACE INTO blob VALUES (?, ?, ?)');
      this.#mark = transact(this.#database, path, () => this.#check());
    } catch (failure) {
      this.#database.close();
      throw storeError(failure, path);
    }
  }

  /** @throws LANE_FENCED, LANE_AMBIGUOUS, STORE_FULL, STORE_FAILED, STORE_DAMAGED */
  append(frame: Uint8Array, blobs: readonly Blob[]): number {
    if (this.#isAmbiguous) throw ambiguous(this.path);
    const before = this.#mark;
    const mark: Mark = { magic: before.magic, last: before.last + 1, isSealed: false };
    const packed = blobs.map(
      ({ key, bytes }) => [key, deflateRawSync(bytes, { level: 1 })] as const,
    );
    try {
      if (packed.length === 0) this.#appendAlone(mark, before, frame);
      else {
        transact(this.#database, this.path, () => {
          const { changes } = this.#setMark.run(encodeMark(mark), encodeMark(before));
          if (changes !== 1) throw this.#refusal();
          this.#addFrame.run(mark.last, frameCrc(mark.last, frame), frame);
          for (const [key, bytes] of packed) this.#addBlob.run(key, blobCrc(key, bytes), bytes);
        });
      }
    } catch (failure) {
      // The disk itself failed, maybe after the commit had been written.
      const { cause } = failure as { readonly cause?: unknown };
      if (!codeOf(cause).startsWith('SQLITE_IOERR')) throw failure;
      this.#isAmbiguous = true;
      throw ambiguous(this.path, failure);
    }
    this.#mark = mark;
    return mark.last;
  }

  #appendAlone(mark: Mark, before: Mark, frame: Uint8Array): void {
    const crc = frameCrc(mark.last, frame);
    try {
      this.#append.run(encodeMark(mark), encodeMark(before), mark.last, crc, frame);
    } catch (cause) {
      throw codeOf(cause) === 'SQLITE_CONSTRAINT_TRIGGER'
        ? this.#refusal()
        : storeError(cause, this.path);
    }
  }

  /** @throws STORE_DAMAGED, STORE_FULL, STORE_FAILED */
  seal(): number {
    return transact(this.#database, this.path, () => {
      const mark = this.#markNow();
      if (mark.isSealed) return mark.last;
      this.#setMark.run(encodeMark({ ...mark, isSealed: true }), encodeMark(mark));
      return mark.last;
    });
  }

  /** @throws STORE_DAMAGED, STORE_FAILED */
  read(from: number, to: number): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (let number = from; number <= to; number++) {
      const { crc, bytes } = this.#row(this.#readFrame, number, `frame ${number}`);
      const frame = new Uint8Array(bytes);
      if (frameCrc(number, frame) !== crc) {
        throw damaged(this.path, `frame ${number} is not what was written there`);
      }
      frames.push(frame);
    }
    return frames;
  }

  /** @throws STORE_DAMAGED, STORE_FAILED */
  blob(key: string): Uint8Array {
    const { crc, bytes } = this.#row(this.#readBlob, key, `blob ${key}`);
    const packed = new Uint8Array(bytes);
    if (blobCrc(key, packed) !== crc) {
      throw damaged(this.path, `blob ${key} is not what was written there`);
    }
    return inflateRawSync(packed);
  }

  close(): void {
    this.#database.close();
  }

  /** What its mark says, where that and the frames agree and the log has no more. */
  #check(): Mark {
    const mark = this.#markNow();
    const log = readIfThere(`${this.path}-wal`);
    const lost = lostFrame(log, mark);
    if (lost === undefined) return mark;
    // Closing would end the log as SQLite sees it: it stays under another name, and the lane damaged.
    linkSync(`${this.path}-wal`, keptAside(this.path));
    throw damaged(this.path, `frame ${lost} was written and is lost: its -wal file is damaged`);
  }

  #markNow(): Mark {
    const row = this.#readMark.get() as { readonly mark: ArrayBuffer } | undefined;
    const mark = row && decodeMark(new Uint8Array(row.mark));
    if (mark === undefined) throw damaged(this.path, 'its mark is not what was written there');
    const last = (this.#readLast.get() as { readonly last: number | null }).last ?? 0;
    if (last !== mark.last)
      throw damaged(this.path, `it ends with frame ${last}, not ${mark.last}`);
    return mark;
  }

  #refusal(): TickhouseError {
    const { isSealed, last } = this.#markNow();
    return new TickhouseError(
      'LANE_FENCED',
      isSealed
        ? `${this.path} was sealed after frame ${last}: another process has taken over`
        : `${this.path} has frame ${last} of another process`,
    );
  }

  #row(statement: Statement, id: number | string, what: string): Row {
    let row: unknown;
    try {
      row = statement.get(id, 1);
    } catch (failure) {
      throw storeError(failure, `${this.path}, ${what}`);
    }
    if (row === undefined) throw damaged(this.path, `there is no ${what}`);
    return row as Row;
  }
}

/** All files that a lane may have. */
export function filesOf(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`, `${path}-journal`, keptAside(path)];
}

function keptAside(path: string): string {
  return `${path}-wal.damaged`;
}

function aside(path: string): TickhouseError {
  return damaged(path, `frames were lost with the damaged log that is kept as ${keptAside(path)}`);
}

function ambiguous(path: string, cause?: unknown): TickhouseError {
  const what = 'its disk failed in an append, and nobody knows whether that was written';
  return new TickhouseError('LANE_AMBIGUOUS', `${path}: ${what}; look at the disk`, { cause });
}

function readIfThere(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}

/** Over bytes and number: a frame in another's place is damage too. The bytes, maybe none, come first. */
function frameCrc(number: number, bytes: Uint8Array): number {
  return crc32(String(number), crc32(bytes));
}

function blobCrc(key: string, bytes: Uint8Array): number {
  return crc32(key, crc32(bytes));
}
