// How a lesson begins, and how it says in a sentence that it cannot.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lessons } from '../../examples/lessons/src/lessons.ts';
import { LessonClient, lessonProgram, startLesson } from '../support/lesson.ts';

const sources = new URL('../../examples/lessons/src/', import.meta.url);

test.each(lessons)('lesson $number is there to be read', ({ file }) => {
  expect(existsSync(new URL(file, sources))).toBe(true);
});

test.each(readdirSync(sources))('%s has at most 80 lines', (file) => {
  const text = readFileSync(new URL(file, sources), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
});

test('without a number the lessons are listed, a line each', async () => {
  const program = lessonProgram('main', []);
  expect(await program.ended()).toEqual({ code: 0, signal: null });
  const listed = program.output.trim().split('\n');
  expect(listed.pop()).toMatch(/^npm run lesson 3\.6 -- --servers 3 {3}\w/);
  expect(listed.map((line) => /^npm run lesson (\S+) {3}\w/.exec(line)?.[1])).toEqual(
    lessons.map(({ number }) => number),
  );
});

describe('a sentence and exit code 1', () => {
  async function refusal(args: string[], env: Record<string, string> = {}): Promise<string> {
    const program = lessonProgram('main', args, env);
    expect(await program.ended()).toEqual({ code: 1, signal: null });
    expect(program.output).not.toMatch(/^ +at /m);
    return program.output;
  }

  test('for a lesson that is none', async () => {
    expect(await refusal(['9.9'])).toMatch(/there is no lesson "9\.9", only 3\.1, 3\.2, .*_NAME/);
  });

  test.each(lessons)('for a port that is taken, by lesson $number', async ({ number }) => {
    const { url } = await startLesson('3.1');
    expect(await refusal([number], { PORT: new URL(url).port })).toMatch(/another program listens/);
  });

  test.each([
    [{ PORT: '70000' }, /PORT=70000/],
    [{ PERIOD_MS: '0' }, /PERIOD_MS=0/],
    [{ MATCH_MS: 'soon' }, /MATCH_MS=soon/],
  ])('for the setting %j', async (env, sentence) => {
    expect(await refusal(['3.1'], env)).toMatch(sentence);
  });

  test('for a socket that another lesson has, and it keeps it', async () => {
    const lesson = await startLesson('3.4');
    const said = await refusal(['3.4'], { SAY_PATH: lesson.sayPath });
    expect(said).toMatch(/SAY_PATH=.*another lesson listens there.*LESSON_SAY_PATH/);
    const client = await LessonClient.open(lesson);
    const say = lessonProgram('say', ['still here'], { SAY_PATH: lesson.sayPath });
    await say.ended();
    await client.hears('another process says: still here');
  });

  test('for a socket path where a file lies, which is left alone', async () => {
    const lesson = await startLesson('3.4');
    const path = join(lesson.sayPath, '..', 'letter.txt');
    writeFileSync(path, 'dear');
    expect(await refusal(['3.4'], { SAY_PATH: path })).toMatch(/SAY_PATH=.*something else lies/);
    expect(readFileSync(path, 'utf8')).toBe('dear');
    const folder = join(path, '..');
    expect(await refusal(['3.4'], { SAY_PATH: folder })).toMatch(/SAY_PATH=.*something else lies/);
  });

  test('for a folder in which no socket can be made', async () => {
    const said = await refusal(['3.4'], { SAY_PATH: '/proc/lesson.sock' });
    expect(said).toMatch(/SAY_PATH=\/proc\/lesson.sock: no socket can be made there \(E[A-Z]+\)/);
  });

  test('and no socket is left behind', async () => {
    const { url, sayPath } = await startLesson('3.1');
    for (const fault of [{ PORT: new URL(url).port }, { NATS_URL: 'nats://127.0.0.1:1' }]) {
      await refusal(['3.4'], { SAY_PATH: sayPath, ...fault });
      expect(existsSync(sayPath)).toBe(false);
    }
  });

  test('for a broker that does not answer', async () => {
    expect(await refusal(['3.4'], { NATS_URL: 'nats://127.0.0.1:1' })).toMatch(/NATS_URL/);
  });

  test('when there is nobody to say something to', async () => {
    const say = lessonProgram('say', ['hello'], { SAY_PATH: 'no-such.sock' });
    expect((await say.ended()).code).toBe(1);
    expect(say.output).toContain('Nobody listens on no-such.sock');
  });
});

test('a socket that a killed lesson left behind is taken over', async () => {
  const killed = await startLesson('3.4');
  await killed.program.stop('SIGKILL');
  expect(existsSync(killed.sayPath)).toBe(true);
  const lesson = await startLesson('3.4', { SAY_PATH: killed.sayPath });
  await lesson.program.stop();
  expect(existsSync(killed.sayPath)).toBe(false);
});
