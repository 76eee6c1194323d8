// Lesson 3.5: what blocks is in a thread, what answers is not.

import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { LessonClient, startLesson } from '../support/lesson.ts';

const tick =
  /^game loop says: tick (\d+) is in the database; its thread was blocked for (\d+) ms, the event loop's delay was ([\d.]+) ms$/;

test('keys are answered while the thread is blocked for a whole second', async () => {
  const lesson = await startLesson('3.5', { PERIOD_MS: '1000' });
  const client = await LessonClient.open(lesson);
  await client.hears(tick);
  // Between two ticks the thread only blocks: every answer here comes meanwhile.
  for (let key = 1; key <= 20; key++) {
    client.send(String(key));
    await client.hears(`Pressed key code: ${key}`);
  }
  const [, , blockedMs, delayMs] = tick.exec(await client.hears(tick)) ?? [];
  expect(Number(blockedMs)).toBeGreaterThanOrEqual(1_000);
  // No time is asserted but against the blocking itself: had the loop blocked, this were its delay.
  expect(Number(delayMs)).toBeLessThan(Number(blockedMs) / 2);
  expect(Number(delayMs)).toBeGreaterThan(0);
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

test('a database that cannot be opened is told, and the server lives', async () => {
  const lesson = await startLesson('3.5', { DB_PATH: join(process.execPath, 'ticks.sqlite') });
  await lesson.program.printed(/game loop failed: .*\n/);
  const client = await LessonClient.open(lesson);
  client.send('65');
  await client.hears('Pressed key code: 65');
});
