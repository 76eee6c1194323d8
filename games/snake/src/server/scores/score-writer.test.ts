// Scores on their way to the disk: together, in order, and again where it fails.
import { ManualClock } from 'tickhouse/testing';
import { expect, test } from 'vitest';
import { promisesRun } from '../../../../../tests/support/slow-journal.ts';
import type { KeptScore } from './score-database.ts';
import { ScoreWriter } from './score-writer.ts';

function score(tick: number): KeptScore {
  const key = `snake/lobby/7k3mqx92/${tick}/0`;
  return {
    name: 'Ann',
    points: 1,
    colour: 1,
    key,
    room: 'lobby',
    run: '7k3mqx92',
    tick,
    madeAt: 0,
  };
}

/** A writer onto a disk that the test holds: each write ends as it is told to. */
function openWriter() {
  const writes: { ticks: number[]; done(): void; failed(code: string): void }[] = [];
  const shown: number[] = [];
  const lines: string[] = [];
  const ends: string[] = [];
  const clock = new ManualClock();
  const writer = new ScoreWriter({
    write: (scores) =>
      new Promise((resolve, reject) => {
        writes.push({
          ticks: scores.map(({ tick }) => tick),
          done: resolve,
          failed: (code) => reject(Object.assign(new Error('no'), { code })),
        });
      }),
    show: ({ tick }) => void shown.push(tick),
    tell: (line) => void lines.push(line),
    clock,
  });
  const keep = (tick: number): void => {
    void writer.keep(score(tick)).then(
      () => ends.push(`${tick} kept`),
      ({ code }) => ends.push(`${tick} ${code}`),
    );
  };
  return { writes, shown, lines, ends, clock, writer, keep };
}

test('a score is shown, and its promise kept, when it is on the disk; what comes meanwhile goes together', async () => {
  const { writes, shown, ends, lines, keep } = openWriter();
  for (const tick of [1, 2, 3]) keep(tick);
  expect(writes.map(({ ticks }) => ticks)).toEqual([[1]]);
  await promisesRun();
  expect([shown, ends]).toEqual([[], []]);
  writes[0]?.done();
  await promisesRun();
  expect(writes.map(({ ticks }) => ticks)).toEqual([[1], [2, 3]]);
  expect([shown, ends]).toEqual([[1], ['1 kept']]);
  writes[1]?.done();
  await promisesRun();
  expect([shown, ends]).toEqual([
    [1, 2, 3],
    ['1 kept', '2 kept', '3 kept'],
  ]);
  keep(4);
  expect(writes[2]?.ticks).toEqual([4]);
  expect(lines).toEqual([]);
});

test('what fails is shown, told once, tried again with longer pauses, and told when it works again', async () => {
  const { writes, shown, ends, lines, clock, keep } = openWriter();
  keep(1);
  writes[0]?.failed('SQLITE_FULL');
  await promisesRun();
  expect(lines).toEqual([expect.stringMatching(/the disk is full.*\(SNAKE_SCORES_WRITE\)$/)]);
  expect(shown).toEqual([1]);
  keep(2);
  expect(shown).toEqual([1, 2]);
  let pauseMs = 250;
  for (let tries = 2; tries < 14; tries++) {
    clock.advance(pauseMs - 1);
    await promisesRun();
    expect(writes).toHaveLength(tries - 1);
    clock.advance(1);
    await promisesRun();
    expect(writes.at(-1)?.ticks).toEqual([1, 2]);
    expect(writes).toHaveLength(tries);
    writes.at(-1)?.failed('SQLITE_FULL');
    await promisesRun();
    pauseMs = Math.min(pauseMs * 2, 30_000);
  }
  expect([lines.length, ends]).toEqual([1, []]);
  clock.advance(30_000);
  await promisesRun();
  writes.at(-1)?.done();
  await promisesRun();
  expect(ends).toEqual(['1 kept', '2 kept']);
  expect(lines[1]).toMatch(/writes scores again: 2 scores .*\(SNAKE_SCORES_WRITE\)$/);
  // Another failure is told anew, and begins with the short pause.
  keep(3);
  writes.at(-1)?.failed('SQLITE_BUSY');
  await promisesRun();
  expect(lines[2]).toContain('another program is writing to it');
  clock.advance(250);
  await promisesRun();
  expect(writes.at(-1)?.ticks).toEqual([3]);
});

test('closing tries at once what waits, and ends when it is on the disk', async () => {
  const { writes, ends, clock, writer, keep } = openWriter();
  keep(1);
  writes[0]?.failed('SQLITE_FULL');
  await promisesRun();
  const closed = writer.close();
  await promisesRun();
  expect([writes.length, clock.now()]).toEqual([2, 0]);
  writes[1]?.done();
  await closed;
  expect(ends).toEqual(['1 kept']);
});

test('what closing cannot write is told, and so is what comes after', async () => {
  const { writes, ends, lines, writer, keep } = openWriter();
  keep(1);
  keep(2);
  const closed = writer.close();
  writes[0]?.failed('SQLITE_FULL');
  await closed;
  await promisesRun();
  expect(lines).toEqual([expect.stringMatching(/2 scores .*the disk is full.*SNAKE_SCORES_WRITE/)]);
  keep(3);
  await promisesRun();
  const code = 'SNAKE_SCORES_WRITE';
  expect(ends).toEqual([`1 ${code}`, `2 ${code}`, `3 ${code}`]);
  expect(writes).toHaveLength(1);
});

test('a crowd of scores goes in writes of a thousand', async () => {
  const { writes, ends, keep } = openWriter();
  for (let tick = 0; tick < 2_502; tick++) keep(tick);
  for (let i = 0; i < 4; i++) {
    writes[i]?.done();
    await promisesRun();
  }
  expect(writes.map(({ ticks }) => ticks.length)).toEqual([1, 1_000, 1_000, 501]);
  expect(ends).toHaveLength(2_502);
});
