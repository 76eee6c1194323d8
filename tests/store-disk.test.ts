// What the store on the disk survives, and what it says of what it cannot.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keptThread } from '../packages/tickhouse/dist/compute/index.js';
import { diskModule, openDiskStore } from '../packages/tickhouse/dist/journal/index.js';
import { rejectionOf } from './support/house.ts';
import { killedAfter, startWriter } from './support/lane-writer.ts';
import {
  durabilities,
  frameOf,
  openLanes,
  openStore,
  scratch,
  smallDisk,
  written,
} from './support/stores.ts';

describe.each(durabilities)('surviving the %s', (durability) => {
  test('all that was acknowledged outlives a process that is killed, in exact bytes', async () => {
    const folder = scratch();
    for (let round = 0; round < 10; round++) {
      const count = 1 + Math.floor(Math.random() * 300);
      const { lane, acknowledged } = await killedAfter(folder, durability, count, round / 3);
      const store = await openStore(folder, durability);
      const last = await store.seal(lane);
      // The last one may have been written and not yet told.
      expect([acknowledged, acknowledged + 1]).toContain(last);
      const frames = await store.read(lane, 1, last);
      for (const [at, bytes] of frames.entries()) {
        const number = at + 1;
        const expected = written(number);
        expect(Buffer.compare(bytes, expected)).toBe(0);
        if (number % 5 !== 0) continue;
        expect(Buffer.compare(await store.blob(lane, `blob-${number}`), expected)).toBe(0);
      }
      await store.close();
    }
  });

  test('the directory outlives its server, removed entries and the count of changes too', async () => {
    const folder = scratch();
    const first = await openStore(folder, durability);
    for (let i = 0; i < 10; i++) await first.directory.cas(`room/${i}`, 'P', 0);
    await first.directory.cas('room/3', undefined, 4);
    const before = await first.directory.list('');
    await first.close();
    const { directory } = await openStore(folder, durability);
    expect(await directory.list('')).toEqual(before);
    expect(await directory.cas('room/3', 'Q', 0)).toBe(12);
  });
});

test('a lane whose owner is in another process is sealed while that lives', async () => {
  const folder = scratch();
  const child = startWriter(folder, 'process');
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  await expect.poll(() => said).toContain('\n50\n');
  const [lane = ''] = said.split('\n');
  // It cannot have the directory too.
  expect(await rejectionOf(openStore(folder))).toBe('DATA_DIR_IN_USE');
  const lanes = await openLanes(folder);
  const sealed = await lanes.seal(lane);
  await ended;
  expect(said.split('\n').slice(-3)).toEqual([`${sealed}`, 'LANE_FENCED', '']);
  expect((await lanes.read(lane, 1, sealed)).length).toBe(sealed);
});

test('a folder has one server at a time; it is free when that has closed', async () => {
  const folder = scratch();
  const first = await openStore(folder);
  const failure = await openStore(folder).catch((error) => error);
  expect(failure).toMatchObject({ code: 'DATA_DIR_IN_USE' });
  expect(failure.message).toContain(folder);
  await first.close();
  await openStore(folder);
});

test('an append whose thread ends before it answers is ambiguous; the store has failed', async () => {
  const thread = keptThread<never>(diskModule);
  const store = await openDiskStore({ folder: scratch(), durability: 'process' }, thread);
  const lane = await store.openLane();
  const [append] = await Promise.all([rejectionOf(lane.append(frameOf(1), [])), thread.close()]);
  expect(append).toBe('LANE_AMBIGUOUS');
  expect(await rejectionOf(lane.append(frameOf(1), []))).toBe('LANE_AMBIGUOUS');
  expect(await rejectionOf(store.openLane())).toBe('STORE_FAILED');
  expect(await rejectionOf(store.directory.cas('k', 'v', 0))).toBe('STORE_FAILED');
});

test('a full disk: told at the append, which wrote nothing; with room again it goes on', async () => {
  const disk = smallDisk();
  const store = await openStore(disk);
  const lane = await store.openLane();
  let last = 0;
  const filling = (async () => {
    for (;;) {
      const blobs = [{ key: `b${last + 1}`, bytes: frameOf(last, 20_000) }];
      last = await lane.append(frameOf(last + 1, 3_000), blobs);
    }
  })();
  const failure = await filling.catch((error) => error);
  expect(failure).toMatchObject({ code: 'STORE_FULL' });
  expect(failure.message).toContain(lane.name);
  expect(failure.message).toContain('make room');
  expect(await rejectionOf(store.read(lane.name, 1, last + 1))).toBe('STORE_DAMAGED');
  expect(await rejectionOf(store.blob(lane.name, `b${last + 1}`))).toBe('STORE_DAMAGED');
  expect(await rejectionOf(lane.append(frameOf(0, 30_000), []))).toBe('STORE_FULL');
  execFileSync('mount', ['-o', 'remount,size=4m', disk]);
  expect(await lane.append(frameOf(last + 1, 30_000), [])).toBe(last + 1);
  const more = await store.openLane();
  expect(await more.append(frameOf(1), [])).toBe(1);
  expect(await store.seal(lane.name)).toBe(last + 1);
  const frames = await store.read(lane.name, 1, last + 1);
  expect(frames.slice(0, last)).toEqual(frames.slice(0, last).map((_, i) => frameOf(i + 1, 3_000)));
});

test('a full disk is told when the store is opened, and leaves it to be opened later', async () => {
  const disk = smallDisk();
  execFileSync('sh', ['-c', `head -c 2m /dev/zero > ${join(disk, 'full')} 2>/dev/null || true`]);
  expect(await rejectionOf(openStore(join(disk, 'data')))).toBe('STORE_FULL');
  rmSync(join(disk, 'full'));
  const store = await openStore(join(disk, 'data'));
  execFileSync('sh', ['-c', `head -c 2m /dev/zero > ${join(disk, 'full')} 2>/dev/null || true`]);
  expect(await rejectionOf(store.openLane())).toBe('STORE_FULL');
  expect(await store.lanes()).toEqual([]);
  rmSync(join(disk, 'full'));
  expect(await (await store.openLane()).append(frameOf(1), [])).toBe(1);
});

test('a folder that cannot be written to, or is none, is refused', async () => {
  const disk = smallDisk();
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  expect(await rejectionOf(openStore(disk))).toBe('DATA_DIR');
  const file = join(scratch(), 'file');
  writeFileSync(file, '');
  for (const wrong of [file, join(file, 'below')]) {
    expect(await rejectionOf(openStore(wrong))).toBe('DATA_DIR');
  }
});

/** Runs SQL on a file that nobody has open, in a process of its own: its locks are gone with it. */
function alter(path: string, sql: string): void {
  const code = `const D = require('libsql'); new D(process.argv[1]).exec(process.argv[2])`;
  execFileSync(process.execPath, ['-e', code, path, sql], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
}

async function closedLane(folder: string): Promise<{ lane: string; path: string }> {
  const store = await openStore(folder);
  const lane = await store.openLane();
  for (let i = 1; i <= 3; i++) await lane.append(frameOf(i), [{ key: `b${i}`, bytes: frameOf(i) }]);
  await store.close();
  return { lane: lane.name, path: join(folder, 'lanes', `${lane.name}.db`) };
}

test('files of a newer version are refused and stay as they are', async () => {
  const folder = scratch();
  const { lane, path } = await closedLane(folder);
  alter(path, 'PRAGMA user_version = 2');
  const store = await openStore(folder);
  const failure = await store.seal(lane).catch((error) => error);
  expect(failure).toMatchObject({ code: 'STORE_VERSION' });
  expect(failure.message).toContain(path);
  await store.close();
  alter(join(folder, 'directory.db'), 'PRAGMA user_version = 2');
  expect(await rejectionOf(openStore(folder))).toBe('STORE_VERSION');
});

test.each([
  ["UPDATE frame SET bytes = x'00' WHERE number = 2", 'frame 2', 'frame 2'],
  ['UPDATE frame SET number = 9 WHERE number = 2', 'frame', 'ends with frame 9'],
  ['DELETE FROM frame WHERE number = 2', 'frame 2', 'frame 2'],
  ["UPDATE blob SET bytes = x'00' WHERE key = 'b2'", 'blob b2', 'blob b2'],
])('what was not written there is damage with its place: %s', async (sql, _place, words) => {
  const folder = scratch();
  const { lane, path } = await closedLane(folder);
  alter(path, sql);
  const store = await openStore(folder);
  const read = async () => {
    await store.read(lane, 1, await store.seal(lane));
    await store.blob(lane, 'b2');
  };
  const failure = await read().catch((error) => error);
  expect(failure).toMatchObject({ code: 'STORE_DAMAGED' });
  expect(failure.message).toContain(path);
  expect(failure.message).toContain(words);
});

test('a directory that lost an entry, or has another value, is damaged', async () => {
  for (const sql of ["DELETE FROM entry WHERE key = 'b'", "UPDATE entry SET value = 'x'"]) {
    const folder = scratch();
    const store = await openStore(folder);
    for (const key of ['a', 'b', 'c']) await store.directory.cas(key, 'P', 0);
    await store.close();
    alter(join(folder, 'directory.db'), sql);
    expect(await rejectionOf(openStore(folder))).toBe('STORE_DAMAGED');
  }
});

test('a lane that was not made to its end is none', async () => {
  const folder = scratch();
  mkdirSync(join(folder, 'lanes'), { recursive: true });
  writeFileSync(join(folder, 'lanes', '20261125T101500123-00000000.db.new'), '');
  const store = await openStore(folder);
  expect(await store.lanes()).toEqual([]);
  const lane = await store.openLane();
  expect((await store.lanes()).map(({ name }) => name)).toEqual([lane.name]);
  await store.seal(lane.name);
  await store.remove(lane.name);
  expect(readdirSync(join(folder, 'lanes'))).toEqual(['20261125T101500123-00000000.db.new']);
  expect(existsSync(join(folder, 'directory.db'))).toBe(true);
});
