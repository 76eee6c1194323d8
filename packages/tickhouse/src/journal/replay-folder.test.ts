// The folder of replay files: bounded, whole files only, and clear about what cannot be.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { defaultReplayFolderLimits as limits, ReplayFolder } from './replay-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickhouse-replays-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

test('a file is kept under its name, in a folder that is made where there is none', () => {
  const nested = join(folder, 'a', 'b');
  const path = new ReplayFolder(nested, limits).keep('room-1', Uint8Array.of(1, 2));
  expect(path).toBe(join(nested, 'room-1.replay'));
  expect([...readFileSync(path)]).toEqual([1, 2]);
  expect(readdirSync(nested)).toEqual(['room-1.replay']);
});

/** These tests date files back to 1970. */
const replayAgeMaxMs = 1e15;

test.each([
  ['files', { replaysMax: 3, replayBytesMax: 1_000, replayAgeMaxMs }],
  ['bytes', { replaysMax: 99, replayBytesMax: 35, replayAgeMaxMs }],
])('of too many %s the oldest go, and what is no replay stays', (_what, bounds) => {
  writeFileSync(join(folder, 'notes.txt'), '');
  const replays = new ReplayFolder(folder, bounds);
  for (let i = 1; i <= 6; i++) {
    const path = replays.keep(`room-${i}`, new Uint8Array(10));
    utimesSync(path, i, i);
  }
  replays.keep('room-7', new Uint8Array(10));
  expect(readdirSync(folder)).toEqual([
    'notes.txt',
    'room-5.replay',
    'room-6.replay',
    'room-7.replay',
  ]);
});

test('the newest file stays, however large', () => {
  const replays = new ReplayFolder(folder, { ...limits, replaysMax: 5, replayBytesMax: 10 });
  replays.keep('small', new Uint8Array(5));
  replays.keep('large', new Uint8Array(500));
  expect(readdirSync(folder)).toEqual(['large.replay']);
});

test('what is too old goes, when another comes and when the folder is opened', () => {
  const bounds = { ...limits, replayAgeMaxMs: 3_600_000 };
  const replays = new ReplayFolder(folder, bounds);
  const age = (path: string): void => {
    const twoHoursAgo = Date.now() / 1_000 - 7_200;
    utimesSync(path, twoHoursAgo, twoHoursAgo);
  };
  age(replays.keep('old', new Uint8Array(5)));
  const newer = replays.keep('newer', new Uint8Array(5));
  expect(readdirSync(folder)).toEqual(['newer.replay']);
  age(newer);
  new ReplayFolder(folder, bounds);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be one is refused; one that has gone is told', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => new ReplayFolder(join(file, 'below'), limits)).toThrow('cannot be written to');
  const replays = new ReplayFolder(join(folder, 'replays'), limits);
  rmSync(join(folder, 'replays'), { recursive: true });
  expect(() => replays.keep('x', new Uint8Array(1))).toThrow('x.replay could not be written');
  mkdirSync(join(folder, 'replays'));
  expect(replays.keep('x', new Uint8Array(1))).toContain('x.replay');
});
