// The file of top scores: what it survives, and what it says when it cannot be used.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScoreFile } from './score-file.ts';
import { openScores } from './scores.ts';
import type { TopScore } from './top-scores.ts';

const ann: TopScore = { name: 'Ann', points: 5, colour: 1 };
const bea: TopScore = { name: 'Bea', points: 9, colour: 2 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snake-scores-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('scores outlive the process, in a folder that is made where there is none', async () => {
  const nested = join(folder, 'a', 'b');
  const scores = await openScores(nested);
  await scores.keep(ann);
  await scores.keep(bea);
  expect((await openScores(nested)).top.list).toEqual([bea, ann]);
});

test('writes that come together end with the last list, and leave no other file', async () => {
  const file = new ScoreFile(folder);
  await file.load();
  const lists = Array.from({ length: 50 }, (_, points) => [{ ...ann, points }]);
  await Promise.all(lists.map((list) => file.save(list)));
  expect(await new ScoreFile(folder).load()).toEqual([{ ...ann, points: 49 }]);
  expect(readdirSync(folder)).toEqual(['top-scores.json']);
});

test('each save is on the disk when it resolves', async () => {
  const file = new ScoreFile(folder);
  await file.load();
  const first = file.save([ann]);
  const second = file.save([bea]);
  await first;
  expect([JSON.stringify([ann]), JSON.stringify([bea])]).toContain(
    JSON.stringify(JSON.parse(readFileSync(file.path, 'utf8')).scores),
  );
  await second;
  expect(JSON.parse(readFileSync(file.path, 'utf8')).scores).toEqual([bea]);
});

test.each([
  ['half a file', '{"version":1,"scores":[{"na', 'damaged'],
  ['another file', '[]', 'damaged'],
  ['a score without points', '{"version":1,"scores":[{"name":"Ann","colour":1}]}', 'damaged'],
  ['nothing', '', 'damaged'],
  ['a newer version', '{"version":2,"scores":{}}', 'newer version'],
])('%s is refused with what to do, and stays as it is', async (_what, text, why) => {
  const path = join(folder, 'top-scores.json');
  writeFileSync(path, text);
  const failure = await openScores(folder).catch((error) => error);
  expect(failure).toMatchObject({ code: 'SNAKE_SCORES_FILE' });
  expect(failure.message).toContain(path);
  expect(failure.message).toContain(why);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('a folder that cannot be used is found at once', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  for (const wrong of [path, join(path, 'below')]) {
    const failure = await openScores(wrong).catch((error) => error);
    expect(failure).toMatchObject({ code: 'SNAKE_DATA_DIR' });
    expect(failure.message).toContain('it is no folder');
  }
  mkdirSync(join(folder, 'top-scores.json'));
  expect(await openScores(folder).catch(({ code }) => code)).toBe('SNAKE_DATA_DIR');
});

test('a score that could not be written is written with the next one', async () => {
  const scores = await openScores(folder);
  rmSync(folder, { recursive: true });
  await expect(scores.keep(ann)).rejects.toThrow('ENOENT');
  mkdirSync(folder);
  await scores.keep(bea);
  expect((await openScores(folder)).top.list).toEqual([bea, ann]);
});
