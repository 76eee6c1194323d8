// `npm run lesson 3.1` starts a lesson, `npm run lesson` lists them, `npm run lesson 3.6 -- --servers 3`
// starts several servers of one. The environment says the rest:
// PORT, PERIOD_MS and what else stands in settings.ts.

import { TickhouseError } from 'tickhouse/server';
import { openClassroom } from './classroom.ts';
import { runFarm } from './farm.ts';
import { LessonError } from './lesson-error.ts';
import { lessons } from './lessons.ts';
import { settingsFrom } from './settings.ts';

async function main([wanted, option, count]: readonly string[]): Promise<void> {
  if (wanted === undefined) return list();
  const lesson = lessons.find(({ number }) => number === wanted);
  if (lesson === undefined) {
    const numbers = lessons.map(({ number }) => number).join(', ');
    throw new LessonError('LESSON_NAME', `there is no lesson "${wanted}", only ${numbers}`);
  }
  const settings = settingsFrom(process.env);
  if (option !== undefined) {
    const servers = wanted === '3.6' && option === '--servers' ? Number(count) : Number.NaN;
    if (servers >= 1 && servers <= 8) return runFarm(Math.floor(servers), settings);
    throw new LessonError('LESSON_SETTING', 'only 3.6 has an option: --servers, from 1 to 8');
  }
  const url = await openClassroom(lesson, settings);
  console.log(`Lesson ${lesson.number}, ${lesson.title}, is on ${url}`);
}

function list(): void {
  for (const { number, title, idea } of lessons) {
    console.log(`npm run lesson ${number}   ${title}. ${idea}`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof TickhouseError || error instanceof LessonError)) throw error;
  console.error(`The lesson cannot start: ${error.message} (${error.code})`);
  // At once: what the lesson has begun would keep the process alive.
  process.exit(1);
}
