// Lesson 3.5: what blocks is in a thread, what answers is not.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { LessonClient, startLesson } from '../support/lesson.ts';

const tick =
  /^game loop says: tick (\d+) is in the database; its thread was blocked for (\d+) ms, the event loop's delay was at most ([\d.]+) ms$/;

test('keys are answered while the thread is blocked for a whole second', async () => {
  const lesson = await startLesson('3.5', { PERIOD_MS: '1000' });
  const client = await LessonClient.open(lesson);
  await client.hears(tick);
  // Between two ticks the thread only blocks: every answer here comes meanwhile.
  for (let key = 1; key <= 20; key++) {
    client.send(String(key));
    await client.hears(`Pressed key code: ${key}`);
  }
  // Each period tells its longest delay. Had the loop stood still, each had one like the blocking itself;
  // a busy machine may be late once, so a single good period will do.
  for (;;) {
    const [, , blockedMs, delayMs] = tick.exec(await client.hears(tick)) ?? [];
    expect(Number(blockedMs)).toBeGreaterThanOrEqual(1_000);
    expect(Number(delayMs)).toBeGreaterThan(0);
    if (Number(delayMs) < Number(blockedMs) / 2) break;
  }
});

test('a main thread that stands still once in a period is told by the delay', async () => {
  // Half a second of each: the delay of nearly all looks is small, and the longest is what counts.
  const standsStill = `import { isMainThread } from 'node:worker_threads';
    const here = new Int32Array(new SharedArrayBuffer(4));
    if (isMainThread) setInterval(() => Atomics.wait(here, 0, 0, 500), 1500).unref();`;
  const flag = `--import="data:text/javascript,${encodeURIComponent(standsStill)}"`;
  const lesson = await startLesson('3.5', { PERIOD_MS: '2000', NODE_OPTIONS: flag });
  const client = await LessonClient.open(lesson);
  await client.hears(tick);
  const [, , , delayMs] = tick.exec(await client.hears(tick)) ?? [];
  expect(Number(delayMs)).toBeGreaterThanOrEqual(490);
});

test('the thread of the loop is another than the one that tells the players', async () => {
  const { program } = await startLesson('3.5');
  const [, main] = await program.printed(/Main thread id (\d+)\n/);
  const [, loop, notify] = await program.printed(
    /Game loop thread id (\d+)\nNotify thread id (\d+)\n/,
  );
  expect(notify).toBe(main);
  expect(loop).not.toBe(main);
});

test('every tick that was told is in the database', async () => {
  const lesson = await startLesson('3.5');
  const client = await LessonClient.open(lesson);
  let last = 0;
  for (let i = 0; i < 5; i++) last = Number(tick.exec(await client.hears(tick))?.[1]);
  await lesson.program.stop('SIGKILL');
  const database = new Database(lesson.dbPath, { readonly: true });
  const rows = database.prepare('SELECT number FROM ticks ORDER BY number').all() as {
    number: number;
  }[];
  database.close();
  const numbers = rows.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  expect(numbers.at(-1)).toBeGreaterThanOrEqual(last);
});

test('a loop that failed is told with its cause, and the next who connects starts a fresh one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lesson-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // A file where the database's folder should be.
  const obstacle = join(folder, 'data');
  writeFileSync(obstacle, '');
  const lesson = await startLesson('3.5', { DB_PATH: join(obstacle, 'ticks.sqlite') });
  await lesson.program.printed(/game loop failed: .*\n/);
  for (let round = 0; round < 2; round++) {
    const client = await LessonClient.open(lesson);
    await client.hears(/^game loop failed: .*data.*; whoever connects next starts it again$/);
    client.send('65');
    await client.hears('Pressed key code: 65');
  }
  rmSync(obstacle);
  const [ann, bob] = [await LessonClient.open(lesson), await LessonClient.open(lesson)];
  for (const client of [ann, bob]) await client.hears(tick);
});

test('two lessons write into one database, and a write waits while another program has it', async () => {
  const here = await startLesson('3.5');
  const there = await startLesson('3.5', { DB_PATH: here.dbPath });
  const clients = [await LessonClient.open(here), await LessonClient.open(there)];
  for (const client of clients) await client.hears(tick);
  const database = new Database(here.dbPath);
  database.pragma('busy_timeout = 5000');
  database.exec('BEGIN IMMEDIATE');
  await sleep(300);
  database.exec('COMMIT');
  database.close();
  for (const client of clients) {
    client.heard.length = 0;
    for (let i = 0; i < 3; i++) await client.hears(tick);
  }
  for (const { program } of [here, there]) expect(program.output).not.toContain('failed');
});
