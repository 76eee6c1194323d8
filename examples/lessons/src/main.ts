// `npm run lesson 3.1` starts a lesson, `npm run lesson` lists them, `npm run lesson 3.6 -- --servers 3`
// starts several servers of one. The environment says the rest:
// PORT, PERIOD_MS and what else stands in settings.ts.

import { TickhouseError } from 'tickhouse/server';
import { openClassroom } from './classroom.ts';
import { abortOnSignals } from './closing.ts';
import { runFarm } from './farm.ts';
import { LessonError } from './lesson-error.ts';
import { lessons } from './lessons.ts';
import { settingsFrom } from './settings.ts';

async function main([wanted, ...options]: readonly string[], closing: AbortSignal): Promise<void> {
  if (wanted === undefined) return list();
  const lesson = lessons.find(({ number }) => number === wanted);
  if (lesson === undefined) {
    const numbers = lessons.map(({ number }) => number).join(', ');
    throw new LessonError('LESSON_NAME', `there is no lesson "${wanted}", only ${numbers}`);
  }
  const settings = settingsFrom(process.env);
  if (options.length > 0) return runFarm(serversIn(wanted, options), settings, closing);
  const url = await openClassroom(lesson, settings, closing);
  console.log(`Lesson ${lesson.number}, ${lesson.title}, is on ${url}`);
}

function serversIn(wanted: string, options: readonly string[]): number {
  const [, count] = /^--servers[= ]([1-8])$/.exec(options.join(' ')) ?? [];
  if (wanted === '3.6' && count !== undefined) return Number(count);
  const only = 'only 3.6 has an option: --servers, a whole number from 1 to 8';
  throw new LessonError('LESSON_SETTING', `${options.join(' ')}: ${only}`);
}

function list(): void {
  for (const { number, title, idea } of lessons) {
    console.log(`npm run lesson ${number}   ${title}. ${idea}`);
  }
  console.log('npm run lesson 3.6 -- --servers 3   The same, on three servers.');
}

const closing = new AbortController();
abortOnSignals(closing);
try {
  await main(process.argv.slice(2), closing.signal);
} catch (error) {
  if (!(error instanceof TickhouseError || error instanceof LessonError)) throw error;
  console.error(`The lesson cannot start: ${error.message} (${error.code})`);
  process.exitCode = 1;
  // What it has begun is taken back, and nothing of it keeps the process alive.
  closing.abort();
  process.exit();
}
