// Damage anywhere in the files of a lane: whatever byte it hits, what is read is what was written, and
// what is missing is told. Only a last append may be gone without a word, as one that was torn.

import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lanes } from '../packages/tickhouse/dist/journal/index.js';
import { killedWriter } from './support/lane-writer.ts';
import { openLanes, openStore, scratch, written } from './support/stores.ts';

const allowed = new Set(['STORE_DAMAGED', 'STORE_FAILED', 'STORE_VERSION']);
const frames = 40;

/** A lane as its killed process left it: its frames in the log, or most of them behind it. */
interface Left {
  readonly folder: string;
  readonly lane: string;
  readonly last: number;
}

type Outcome = number | string;

/** What became of the frames: how many are there, in exact bytes, or the code of what was told. */
async function outcomeOf(lanes: Lanes, lane: string): Promise<Outcome> {
  try {
    const last = await lanes.seal(lane);
    const read = await lanes.read(lane, 1, last);
    expect(read.length).toBe(last);
    for (const [at, bytes] of read.entries()) {
      expect(Buffer.compare(bytes, written(at + 1))).toBe(0);
    }
    for (let number = 5; number <= last; number += 5) {
      const blob = await lanes.blob(lane, `blob-${number}`);
      expect(Buffer.compare(blob, written(number))).toBe(0);
    }
    return last;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined || !allowed.has(code)) throw error;
    return code;
  }
}

describe.each([
  ['in the log', frames],
  ['in the file and the log', 400],
])('a lane whose frames lie %s', (_where, count) => {
  let left: Left;
  beforeAll(async () => {
    left = await killedWriter(count);
    return () => rmSync(left.folder, { recursive: true, force: true });
  });

  /**
   * Copies of the lane, each with a change in its files, as a process has them that takes over, twice:
   * what was told once is told again, for neither looking nor closing makes damage good.
   */
  async function afterwards(changes: readonly ((path: string) => void)[]): Promise<Outcome[]> {
    const folder = scratch();
    const from = join(left.folder, 'lanes', `${left.lane}.db`);
    mkdirSync(join(folder, 'lanes'));
    const names = changes.map((change, i) => {
      const name = `20260101T000000${String(i).padStart(3, '0')}-00000000`;
      const path = join(folder, 'lanes', `${name}.db`);
      for (const suffix of ['', '-wal']) copyFileSync(from + suffix, path + suffix);
      change(path);
      return name;
    });
    const outcomes: Outcome[][] = [];
    for (let i = 0; i < 2; i++) {
      const lanes = await openLanes(folder);
      const found: Outcome[] = [];
      for (const name of names) found.push(await outcomeOf(lanes, name));
      await lanes.close();
      outcomes.push(found);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    return outcomes[0] ?? [];
  }

  function sizeOf(suffix: string): number {
    return statSync(join(left.folder, 'lanes', `${left.lane}.db${suffix}`)).size;
  }

  /** How many frames are lost where nothing was told: of each change, and without any. */
  async function lostBy(changes: readonly ((path: string) => void)[]): Promise<Outcome[]> {
    const [whole, ...outcomes] = await afterwards([() => {}, ...changes]);
    // One may have been written and not yet told when its process was killed.
    expect([left.last, left.last + 1]).toContain(whole);
    return outcomes.map((found) => (typeof found === 'string' ? found : Number(whole) - found));
  }

  test('it is whole where nothing is damaged', async () => {
    expect(await lostBy([() => {}])).toEqual([0]);
  });

  test.each(['.db', '.db-wal'])('a flipped byte in its %s', async (file) => {
    const suffix = file.slice('.db'.length);
    const changes = places(sizeOf(suffix), suffix).map((at) => (path: string) => {
      alterFile(path + suffix, (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ (1 + (at % 255));
        return bytes;
      });
    });
    const outcomes = await lostBy(changes);
    expect(outcomes.filter(isSilentLoss)).toEqual([]);
    // What the log has is not read from the file.
    if (suffix !== '' || count > frames) expect(outcomes).toContain('STORE_DAMAGED');
  });

  test('a log cut off within its last append drops that one alone', async () => {
    const changes = [1, 100, 4_000].map((cut) => (path: string) => {
      alterFile(`${path}-wal`, (bytes) => bytes.subarray(0, bytes.length - cut));
    });
    expect((await lostBy(changes)).every((lost) => lost === 0 || lost === 1)).toBe(true);
  });

  test('pages that are all zeroes', async () => {
    const changes: ((path: string) => void)[] = [];
    const size = sizeOf('-wal');
    for (let at = 0; at + 4_096 < size; at += 4_096 * Math.ceil(size / 4_096 / 20)) {
      changes.push((path) => alterFile(`${path}-wal`, (bytes) => bytes.fill(0, at, at + 4_096)));
    }
    const outcomes = await lostBy(changes);
    expect(outcomes.filter(isSilentLoss)).toEqual([]);
    expect(outcomes).toContain('STORE_DAMAGED');
  });
});

/** More than the last append, which may have been torn. */
function isSilentLoss(lost: Outcome): boolean {
  return typeof lost === 'number' && lost !== 0 && lost !== 1;
}

function alterFile(path: string, change: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, change(readFileSync(path)));
}

/** Heads of files and of pages, and places between, spread over all of it. */
function places(size: number, suffix: string): number[] {
  const page = suffix === '' ? 4_096 : 4_120;
  const head = suffix === '' ? 0 : 32;
  const found = new Set<number>();
  for (let at = 0; at < Math.min(size, 100); at += 7) found.add(at);
  const pages = Math.floor((size - head) / page);
  const steps = Math.min(pages, 14);
  for (let i = 0; i < steps; i++) {
    const start = head + page * Math.floor((i * pages) / steps);
    for (const within of [0, 3, 4, 7, 9, 17, 24, 27, 29, 33, 700, 4_080]) found.add(start + within);
  }
  return [...found].filter((at) => at < size);
}

test('a directory with a flipped byte opens with what was written, or does not open', async () => {
  const folder = scratch();
  const store = await openStore(folder);
  for (let i = 0; i < 60; i++) await store.directory.cas(`room/${i}`, `lane-${i}`, 0);
  const before = await store.directory.list('');
  await store.close();
  const path = join(folder, 'directory.db');
  const good = readFileSync(path);
  let told = 0;
  for (let at = 0; at < good.length; at += at < 120 ? 9 : 397) {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ 0x41;
    writeFileSync(path, bytes);
    const outcome = await openStore(folder).catch((error) => error.code);
    if (typeof outcome === 'string') {
      expect(allowed).toContain(outcome);
      told += 1;
      continue;
    }
    expect(await outcome.directory.list('')).toEqual(before);
    await outcome.close();
  }
  expect(told).toBeGreaterThan(0);
}, 60_000);
