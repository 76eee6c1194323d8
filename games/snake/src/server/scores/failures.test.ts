// Failures of the disk and of SQLite, as they come, and what is said of them.
import { expect, test } from 'vitest';
import { SnakeError } from '../snake-error.ts';
import { failureOf, reasonOf } from './failures.ts';

function failure(code: string | undefined, message = 'no'): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

test.each([
  ['EACCES', 'no permission'],
  ['EROFS', 'it is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'it is no folder'],
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_BUSY_SNAPSHOT', 'another program is writing to it'],
  ['SQLITE_IOERR_FSYNC', 'the disk refuses to write or read'],
  // A database in a folder where its log cannot be made, as libsql says it.
  ['UNKNOWN_SQLITE_ERROR_1544', 'it is read-only'],
])('%s: the folder cannot be used, %s', (code, reason) => {
  expect(reasonOf(failure(code))).toBe(reason);
  expect(failureOf(failure(code), '/data', '/data/scores.db')).toMatchObject({
    code: 'SNAKE_DATA_DIR',
    message: expect.stringContaining(`/data, cannot be used (${reason})`),
  });
});

test('a database that libsql cannot open has no code of its own', () => {
  const cause = failure(undefined, 'ConnectionFailed("Unable to open connection")');
  expect(failureOf(cause, '/data', '/data/scores.db')).toMatchObject({ code: 'SNAKE_DATA_DIR' });
});

test.each(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_ERROR', 'UNKNOWN_SQLITE_ERROR_267'])(
  '%s: the file is damaged',
  (code) => {
    expect(failureOf(failure(code), '/data', '/data/scores.db')).toMatchObject({
      code: 'SNAKE_SCORES_FILE',
      message: expect.stringContaining('/data/scores.db is damaged'),
    });
  },
);

test('what has a code of the game keeps it, from a thread too; a bug stays what it is', () => {
  const known = new SnakeError('SNAKE_SCORES_FILE', 'damaged');
  expect(failureOf(known, '/data', '/data/scores.db')).toBe(known);
  const revived = SnakeError.revived(failure('SNAKE_SCORES_FILE', 'damaged'));
  expect(revived).toBeInstanceOf(SnakeError);
  expect(revived).toMatchObject({ code: 'SNAKE_SCORES_FILE', message: 'damaged' });
  const bug = new TypeError('undefined is not a function');
  expect(failureOf(bug, '/data', '/data/scores.db')).toBe(bug);
  expect(SnakeError.revived(bug)).toBe(bug);
});
