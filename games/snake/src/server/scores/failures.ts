// Failures of the disk and of SQLite as sentences: what is wrong, and what to do.

import { SnakeError } from '../snake-error.ts';

/** Of a file's system call, or of SQLite with its extended codes; the first that fits. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(?:EACCES|EPERM|SQLITE_PERM)/, 'no permission'],
  [/^(?:EROFS|SQLITE_READONLY)/, 'it is read-only'],
  [/^(?:ENOSPC|EDQUOT|SQLITE_FULL)/, 'the disk is full'],
  [/^(?:ENOTDIR|EEXIST)/, 'it is no folder'],
  [/^EISDIR/, 'a folder has the name of a file'],
  [/^(?:SQLITE_BUSY|SQLITE_LOCKED)/, 'another program is writing to it'],
  [/^SQLITE_IOERR/, 'the disk refuses to write or read'],
  [/^SQLITE_CANTOPEN/, 'its files cannot be opened'],
];

/** The lowest eight bits of SQLite's codes: https://sqlite.org/rescode.html */
const primaryCodes: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
};

/** What keeps a disk from being used, in a few words. */
export function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  return reasons.find(([pattern]) => pattern.test(code))?.[1] ?? String(cause);
}

/** A failure of what holds scores as a SnakeError; a bug stays what it is. */
export function failureOf(cause: unknown, folder: string, path: string): unknown {
  if (cause instanceof SnakeError) return cause;
  const code = codeOf(cause);
  if (/^E[A-Z]+$/.test(code) || reasons.some(([pattern]) => pattern.test(code))) {
    return new SnakeError(
      'SNAKE_DATA_DIR',
      `the folder of data, ${folder}, cannot be used (${reasonOf(cause)}): make it writable, ` +
        'or let DATA_DIR name another',
      { cause },
    );
  }
  return code.startsWith('SQLITE_') ? damagedDatabase(path, cause) : cause;
}

export function damagedDatabase(path: string, cause?: unknown): SnakeError {
  return new SnakeError(
    'SNAKE_SCORES_FILE',
    `${path} is damaged, or of another program: move it away, with ${path}-wal and ${path}-shm ` +
      'where they are, and put a good copy in its place or begin with no scores',
    { cause },
  );
}

export function newerFile(path: string): SnakeError {
  return new SnakeError(
    'SNAKE_SCORES_FILE',
    `${path} was written by a newer version of the game: start that one, or move the file away`,
  );
}

function codeOf(cause: unknown): string {
  const { code, message } = (cause ?? {}) as NodeJS.ErrnoException;
  // libsql has no code for a database that it cannot open, and no name for some extended codes.
  if (code === undefined && message?.startsWith('ConnectionFailed(')) return 'SQLITE_CANTOPEN';
  const unnamed = /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code ?? '')?.[1];
  if (unnamed === undefined) return String(code ?? '');
  return primaryCodes[Number(unnamed) & 0xff] ?? 'SQLITE_ERROR';
}
