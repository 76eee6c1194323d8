// `npm run lesson 3.1` starts a lesson, `npm run lesson` lists them. The environment says the rest:
// PORT, PERIOD_MS and what else stands in settings.ts.

import { TickhouseError } from 'tickhouse/server';
import { openClassroom } from './classroom.ts';
import { LessonError } from './lesson-error.ts';
import { lessons } from './lessons.ts';
import { settingsFrom } from './settings.ts';

async function main(wanted: string | undefined): Promise<void> {
  if (wanted === undefined) return list();
  const lesson = lessons.find(({ number }) => number === wanted);
  if (lesson === undefined) {
    const numbers = lessons.map(({ number }) => number).join(', ');
    throw new LessonError('LESSON_NAME', `there is no lesson "${wanted}", only ${numbers}`);
  }
  const url = await openClassroom(lesson, settingsFrom(process.env));
  console.log(`Lesson ${lesson.number}, ${lesson.title}, is on ${url}`);
}

function list(): void {
  for (const { number, title, idea } of lessons) {
    console.log(`npm run lesson ${number}   ${title}. ${idea}`);
  }
}

try {
  await main(process.argv[2]);
} catch (error) {
  if (!(error instanceof TickhouseError || error instanceof LessonError)) throw error;
  console.error(`The lesson cannot start: ${error.message} (${error.code})`);
  // At once: what the lesson has begun would keep the process alive.
  process.exit(1);
}
