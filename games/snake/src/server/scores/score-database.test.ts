// The database of scores: what it keeps, what it takes in from earlier versions, what it refuses.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { SnakeError } from '../snake-error.ts';
import { type KeptScore, type Retention, ScoreDatabase } from './score-database.ts';
import type { TopScore } from './top-scores.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snake-scores-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

function open(retention?: Retention): ScoreDatabase {
  const database = ScoreDatabase.open(folder, retention);
  onTestFinished(() => database.close());
  return database;
}

/** The same file as another program sees it. */
function direct(): Database.Database {
  const database = new Database(join(folder, 'scores.db'));
  onTestFinished(() => void database.close());
  return database;
}

function count(): number {
  return direct().prepare('SELECT key FROM scores').all().length;
}

function score(name: string, points: number, tick: number): KeptScore {
  const key = `snake/lobby/7k3mqx92/${tick}/0`;
  return { name, points, colour: 1, key, room: 'lobby', run: '7k3mqx92', tick, madeAt: 1_000 };
}

function told({ name, points, colour, run, tick }: TopScore): TopScore {
  return run === undefined || tick === undefined
    ? { name, points, colour }
    : { name, points, colour, run, tick };
}

function refusal(): SnakeError {
  try {
    ScoreDatabase.open(folder).close();
  } catch (error) {
    return error as SnakeError;
  }
  throw new Error('it was opened');
}

describe('scores', () => {
  test('outlive the process, in a folder that is made where there is none', () => {
    folder = join(folder, 'a', 'b');
    const [ann, bea] = [score('Ann', 5, 1), score('Bea', 9, 2)];
    const first = open();
    first.keep([ann]);
    first.keep([bea]);
    expect(open().top()).toEqual([told(bea), told(ann)]);
  });

  test('are kept with the room, the run and the tick that they were made in, and when', () => {
    open().keep([score('Ann', 5, 812)]);
    expect(direct().prepare('SELECT * FROM scores').all()).toEqual([
      { number: 1, ...score('Ann', 5, 812), made_at: 1_000, madeAt: undefined },
    ]);
  });

  test('of one key are one, however often and in whatever company it comes, after a restart too', () => {
    const [ann, bea] = [score('Ann', 5, 1), score('Bea', 9, 2)];
    const first = open();
    for (let i = 0; i < 20; i++) first.keep([ann, ann]);
    const again = open();
    for (let i = 0; i < 20; i++) again.keep([bea, ann]);
    expect(again.top()).toEqual([told(bea), told(ann)]);
    expect(count()).toBe(2);
    // Who comes with a known key changes nothing of what is kept under it.
    again.keep([{ ...ann, name: 'Mallory', points: 1_000 }]);
    expect(again.top()).toEqual([told(bea), told(ann)]);
  });

  test('of which one cannot be kept are all not kept', () => {
    const database = open();
    const broken = { ...score('Bea', 9, 2), points: 'many' as unknown as number };
    expect(() => database.keep([score('Ann', 5, 1), broken])).toThrow();
    expect(count()).toBe(0);
    database.keep([score('Ann', 5, 1)]);
    expect(count()).toBe(1);
  });

  test('are told best first: the best of each name, of equal ones the earlier, 15 names', () => {
    const database = open();
    database.keep([score('Ann', 5, 1), score('Bea', 9, 2), score('Ann', 9, 3)]);
    database.keep([score('Ann', 9, 4), score('Bea', 2, 5)]);
    expect(database.top().map(({ name, tick }) => [name, tick])).toEqual([
      ['Bea', 2],
      ['Ann', 3],
    ]);
    database.keep(Array.from({ length: 20 }, (_, i) => score(`P${i}`, 100 + i, 10 + i)));
    const names = Array.from({ length: 15 }, (_, i) => `P${19 - i}`);
    expect(database.top().map(({ name }) => name)).toEqual(names);
  });

  test('are the newest, and the best one of the best names; the rest is dropped', () => {
    const database = open({ newestMax: 10, namesMax: 2, every: 5 });
    database.keep([score('Ann', 50, 1), score('Bea', 40, 2), score('Cid', 30, 3)]);
    for (let tick = 4; tick < 100; tick++) database.keep([score('Dan', 1, tick)]);
    const rows = direct().prepare('SELECT name, tick FROM scores ORDER BY number').all() as {
      readonly name: string;
      readonly tick: number;
    }[];
    expect(rows.slice(0, 2).map(({ name }) => name)).toEqual(['Ann', 'Bea']);
    const ticks = rows.slice(2).map(({ tick }) => tick);
    expect(ticks.slice(-10)).toEqual(Array.from({ length: 10 }, (_, i) => 90 + i));
    expect(ticks.length).toBeLessThan(10 + 5);
    // One that was dropped and comes again is still no better than what is told.
    const before = database.top();
    database.keep([score('Dan', 1, 4), score('Cid', 30, 3)]);
    expect(database.top().slice(0, 2)).toEqual(before.slice(0, 2));
  });

  test('are all in the one file when it is closed', () => {
    const database = ScoreDatabase.open(folder);
    database.keep([score('Ann', 5, 1)]);
    database.close();
    for (const name of readdirSync(folder)) {
      if (name !== 'scores.db') rmSync(join(folder, name));
    }
    expect(open().top()).toEqual([told(score('Ann', 5, 1))]);
  });

  test('that another program keeps from being written can be written when it lets go', () => {
    const database = open();
    const other = direct();
    other.exec('BEGIN IMMEDIATE');
    expect(() => database.keep([score('Ann', 5, 1)])).toThrow(/locked/);
    other.exec('ROLLBACK');
    database.keep([score('Ann', 5, 1)]);
    expect(count()).toBe(1);
  });
});

describe('top-scores.json', () => {
  const ann: TopScore = { name: 'Ann', points: 5, colour: 1 };
  const bea: TopScore = { name: 'Bea', points: 5, colour: 2 };
  let path: string;
  beforeEach(() => {
    path = join(folder, 'top-scores.json');
  });

  function write(scores: readonly TopScore[]): void {
    writeFileSync(path, JSON.stringify({ version: 1, scores }));
  }

  test('is taken in once, in its order, and put aside', () => {
    write([bea, ann]);
    const text = readFileSync(path, 'utf8');
    expect(open().top()).toEqual([bea, ann]);
    expect(readFileSync(`${path}.imported`, 'utf8')).toBe(text);
    expect(readdirSync(folder)).not.toContain('top-scores.json');
    expect(open().top()).toEqual([bea, ann]);
    expect(count()).toBe(2);
  });

  test('comes before what is played later, and beside what was played before', () => {
    open().keep([score('Cid', 5, 1)]);
    write([ann]);
    const database = open();
    database.keep([score('Dan', 5, 2)]);
    expect(database.top().map(({ name }) => name)).toEqual(['Cid', 'Ann', 'Dan']);
  });

  test('is not taken in again where the process ended before it was put aside', () => {
    write([bea, ann]);
    open();
    direct().exec("DELETE FROM scores WHERE name = 'Bea'");
    // As it stood between the two steps.
    write([bea, ann]);
    rmSync(`${path}.imported`);
    expect(open().top()).toEqual([ann]);
    expect(readdirSync(folder)).toContain('top-scores.json.imported');
    expect(readdirSync(folder)).not.toContain('top-scores.json');
  });

  test('that is there once more is put aside under a name of its own, and nothing is written over', () => {
    write([ann]);
    open();
    write([bea]);
    expect(open().top()).toEqual([ann]);
    expect(JSON.parse(readFileSync(`${path}.imported`, 'utf8')).scores).toEqual([ann]);
    expect(JSON.parse(readFileSync(`${path}.imported-2`, 'utf8')).scores).toEqual([bea]);
  });

  test.each([
    ['half a file', '{"version":1,"scores":[{"na', 'damaged'],
    ['another file', '[]', 'damaged'],
    ['a score without points', '{"version":1,"scores":[{"name":"Ann","colour":1}]}', 'damaged'],
    [
      'points beyond numbers',
      '{"version":1,"scores":[{"name":"Ann","points":1e300,"colour":1}]}',
      'damaged',
    ],
    ['nothing', '', 'damaged'],
    ['a newer version', '{"version":2,"scores":{}}', 'newer version'],
  ])(
    'with %s is refused with what to do, stays as it is, and is read when it is whole',
    (_, text, why) => {
      writeFileSync(path, text);
      const { code, message } = refusal();
      expect([code, message]).toEqual(['SNAKE_SCORES_FILE', expect.stringContaining(path)]);
      expect(message).toContain(why);
      expect(readFileSync(path, 'utf8')).toBe(text);
      write([ann]);
      expect(open().top()).toEqual([ann]);
    },
  );
});

describe('refused with a code, and left as it is', () => {
  function expectRefused(why: RegExp): void {
    const path = join(folder, 'scores.db');
    const before = readFileSync(path);
    const { code, message } = refusal();
    expect([code, message]).toEqual(['SNAKE_SCORES_FILE', expect.stringMatching(why)]);
    expect(message).toContain(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  }

  test('a file that is no database', () => {
    writeFileSync(join(folder, 'scores.db'), 'no database, a text '.repeat(400));
    expectRefused(/is damaged/);
  });

  test('a database of a newer version', () => {
    ScoreDatabase.open(folder).close();
    direct().exec('PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)');
    expectRefused(/newer version/);
  });

  test('a database of something else', () => {
    direct().exec('CREATE TABLE songs (title TEXT)');
    expectRefused(/is damaged/);
  });

  test('a database without its table', () => {
    ScoreDatabase.open(folder).close();
    direct().exec('DROP TABLE scores; PRAGMA wal_checkpoint(TRUNCATE)');
    expectRefused(/is damaged/);
  });

  test.each([
    ['a page overwritten', (bytes: Buffer) => bytes.fill(0xab, 8_192, 12_288)],
    ['its end cut off', (bytes: Buffer) => bytes.subarray(0, 20_000)],
    ['half its first page', (bytes: Buffer) => bytes.subarray(0, 50)],
  ])('a database with %s', (_, damaged) => {
    const database = ScoreDatabase.open(folder);
    database.keep(Array.from({ length: 1_000 }, (_, i) => score(`P${i}`, 1, i)));
    database.close();
    const path = join(folder, 'scores.db');
    const whole = readFileSync(path);
    expect(whole.length).toBeGreaterThan(50_000);
    writeFileSync(path, damaged(whole));
    expectRefused(/is damaged, .*: move it away/);
  });

  test('a folder that cannot be used', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const root = folder;
    for (folder of [file, join(file, 'below')]) {
      expect(refusal()).toMatchObject({
        code: 'SNAKE_DATA_DIR',
        message: expect.stringContaining('it is no folder'),
      });
    }
    for (const name of ['scores.db', 'top-scores.json']) {
      folder = mkdtempSync(join(root, 'taken-'));
      mkdirSync(join(folder, name));
      expect(refusal()).toMatchObject({
        code: 'SNAKE_DATA_DIR',
        message: expect.stringContaining('a folder has the name of a file'),
      });
    }
    folder = root;
  });
});
