// The folder of recordings: what it keeps, finds and lets go, what it finishes for a process that was
// killed, and what a failing disk does.

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { counter } from '../../../../tests/support/games/counter.ts';
import { blueprintOf, planOf } from '../game/index.ts';
import { readRecording } from '../recording/index.ts';
import type { Released } from './recorder.ts';
import { defaultRecordingLimits, type RecordingLimits, Recordings } from './recordings.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tickhouse-recordings-'));
  folder = join(root, 'recordings');
  return () => rmSync(root, { recursive: true, force: true });
});

let nowMs = 1_000_000;
const plan = planOf(blueprintOf(counter));
const dayMs = 24 * 3_600_000;

function open(limits: Partial<RecordingLimits> = {}) {
  const errors: { code?: string; message: string }[] = [];
  const recordings = new Recordings({
    folder,
    limits: { ...defaultRecordingLimits, ...limits },
    onError: (error) => errors.push(error as Error),
    now: () => nowMs,
  });
  return { recordings, errors };
}

/** A tick of a room that has gone out; a keyframe at each tenth, and the first. */
function released(
  run: string,
  tick: number,
  { room = 'one', first = 1, size = 20 } = {},
): Released {
  const isKey = tick === first || tick % 10 === 0;
  return {
    record: { game: 'counter', room, run, tick },
    recorded: { bytes: new Uint8Array(size).fill(tick) },
    keyframe: isKey
      ? {
          plan,
          isPrivate: room.startsWith('p-'),
          welcome: Uint8Array.of(1, 2, 3),
          snapshot: new Uint8Array(9).fill(tick),
        }
      : undefined,
  };
}

/** A whole match of this run. */
async function match(
  recordings: Recordings,
  run: string,
  ticks = 25,
  options?: Parameters<typeof released>[2],
): Promise<void> {
  const first = options?.first ?? 1;
  for (let tick = first; tick < first + ticks; tick++) {
    recordings.add(released(run, tick, options));
    await recordings.settled();
  }
  recordings.end(run);
  await recordings.close();
}

function files(): string[] {
  return readdirSync(folder).sort();
}

function stretchesOf(name: string): [first: number, last: number][] {
  const { stretches } = readRecording(new Uint8Array(readFileSync(join(folder, name))));
  return stretches.map(({ first, last }) => [first, last]);
}

describe('a room', () => {
  test('is one file when it is over, in stretches that begin where the one before ends', async () => {
    const { recordings, errors } = open();
    await match(recordings, 'aaaaaaaa');
    expect(files()).toEqual(['aaaaaaaa-1.recording']);
    expect(stretchesOf('aaaaaaaa-1.recording')).toEqual([
      [1, 10],
      [10, 20],
      [20, 25],
    ]);
    expect(errors).toEqual([]);
  });

  test('that lives long is several files, each of which begins where the one before ends', async () => {
    const { recordings } = open();
    await match(recordings, 'aaaaaaaa', 65, { size: 1024 * 1024 });
    expect(files()).toHaveLength(4);
    const all = files()
      .map((name) => stretchesOf(name))
      .sort(([a], [b]) => (a?.[0] ?? 0) - (b?.[0] ?? 0));
    expect(all.map((stretches) => stretches[0]?.[0])).toEqual([1, 20, 40, 60]);
    expect(all.map((stretches) => stretches.at(-1)?.[1])).toEqual([20, 40, 60, 65]);
    for (const [asked, first] of [
      [0, 1],
      [1, 1],
      [19, 1],
      [20, 20],
      [59, 40],
      [1e9, 60],
    ] as const) {
      expect(recordings.find('aaaaaaaa', asked)).toEqual({
        kind: 'moved',
        id: `aaaaaaaa-${first}`,
      });
    }
    expect(recordings.find('aaaaaaaa')).toEqual({ kind: 'moved', id: 'aaaaaaaa-1' });
  });

  test('of which a tick is missing begins a new file with its next whole state', async () => {
    const { recordings } = open();
    for (const tick of [1, 2, 3, 7, 8, 9, 10, 11]) recordings.add(released('aaaaaaaa', tick));
    await recordings.close();
    expect(files()).toEqual(['aaaaaaaa-1.recording', 'aaaaaaaa-10.recording']);
    expect(stretchesOf('aaaaaaaa-1.recording')).toEqual([[1, 3]]);
    expect(stretchesOf('aaaaaaaa-10.recording')).toEqual([[10, 11]]);
  });

  test('that is still played is told so; a private one is not named', async () => {
    const { recordings } = open();
    recordings.add(released('aaaaaaaa', 1));
    recordings.add(released('bbbbbbbb', 1, { room: 'p-1' }));
    const game = 'counter';
    for (const id of ['aaaaaaaa', 'aaaaaaaa-1']) {
      expect(recordings.find(id)).toEqual({ kind: 'open', game, room: 'one' });
    }
    expect(recordings.find('bbbbbbbb', 1)).toEqual({ kind: 'open', game, room: undefined });
    expect(recordings.find('aaaaaaaa-2')).toEqual({ kind: 'none' });
    await recordings.close();
    expect(recordings.find('aaaaaaaa', 1)).toEqual({ kind: 'moved', id: 'aaaaaaaa-1' });
  });

  test('goes on after a restart in a file of its own', async () => {
    await match(open().recordings, 'aaaaaaaa');
    const { recordings } = open();
    await match(recordings, 'aaaaaaaa', 5, { first: 26 });
    expect(files()).toEqual(['aaaaaaaa-1.recording', 'aaaaaaaa-26.recording']);
    expect(recordings.find('aaaaaaaa', 25)).toEqual({ kind: 'moved', id: 'aaaaaaaa-1' });
    expect(recordings.find('aaaaaaaa', 26)).toEqual({ kind: 'moved', id: 'aaaaaaaa-26' });
  });
});

const partName = `aaaaaaaa-1.recording.${process.pid}.part`;

describe('what a killed process left', () => {
  test.each([0, 1, 12, 13, 40])(
    'is finished, without the %i bytes that were torn',
    async (torn) => {
      const { recordings } = open();
      for (let tick = 1; tick <= 25; tick++) recordings.add(released('aaaaaaaa', tick));
      await recordings.settled();
      expect(files()).toEqual([partName]);
      const part = join(folder, partName);
      if (torn > 0) appendFileSync(part, new Uint8Array(torn).fill(7));
      const again = open();
      expect(files()).toEqual(['aaaaaaaa-1.recording']);
      expect(stretchesOf('aaaaaaaa-1.recording')).toEqual([
        [1, 10],
        [10, 20],
      ]);
      expect(again.recordings.find('aaaaaaaa')).toEqual({ kind: 'moved', id: 'aaaaaaaa-1' });
    },
  );

  test('is finished wherever it was cut; where nothing is whole, nothing is left', async () => {
    const { recordings } = open();
    for (let tick = 1; tick <= 25; tick++) recordings.add(released('aaaaaaaa', tick));
    await recordings.settled();
    const part = join(folder, partName);
    const bytes = readFileSync(part);
    const lengths = new Set<number>();
    for (let length = 0; length <= bytes.length; length++) {
      for (const name of files()) rmSync(join(folder, name));
      writeFileSync(part, bytes.subarray(0, length));
      open();
      expect(files().filter((name) => name.endsWith('.part'))).toEqual([]);
      lengths.add(files().length === 0 ? 0 : stretchesOf('aaaaaaaa-1.recording').length);
    }
    expect([...lengths]).toEqual([0, 1, 2]);
  });

  test('is left alone while the process that writes it lives', async () => {
    const { recordings } = open();
    for (let tick = 1; tick <= 25; tick++) recordings.add(released('aaaaaaaa', tick));
    await recordings.settled();
    const others = `aaaaaaaa-1.recording.${process.ppid}.part`;
    renameSync(join(folder, partName), join(folder, others));
    open();
    expect(files()).toEqual([others]);
  });

  test('is used up to where it is damaged', async () => {
    const { recordings } = open();
    for (let tick = 1; tick <= 25; tick++) recordings.add(released('aaaaaaaa', tick));
    await recordings.settled();
    const part = join(folder, partName);
    const bytes = readFileSync(part);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
    writeFileSync(part, bytes);
    open();
    expect(stretchesOf('aaaaaaaa-1.recording')).toEqual([[1, 10]]);
  });
});

describe('limits', () => {
  const runs = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd'] as const;

  test('of their number: the oldest go first', async () => {
    const { recordings } = open({ recordingsMax: 2 });
    for (const run of runs) {
      nowMs += 10;
      await match(recordings, run);
    }
    await expect.poll(files).toEqual(['cccccccc-1.recording', 'dddddddd-1.recording']);
    expect(recordings.find('bbbbbbbb')).toEqual({ kind: 'none' });
  });

  test('take the oldest of a long match too: a tick of it leads nowhere then', async () => {
    const { recordings } = open({ recordingsMax: 1 });
    await match(recordings, 'aaaaaaaa', 25, { size: 1024 * 1024 });
    await expect.poll(files).toEqual(['aaaaaaaa-20.recording']);
    expect(recordings.find('aaaaaaaa', 7)).toEqual({ kind: 'none' });
    expect(recordings.find('aaaaaaaa')).toEqual({ kind: 'moved', id: 'aaaaaaaa-20' });
  });

  test('of their bytes; the newest stays, however large', async () => {
    const { recordings } = open({ recordingBytesMax: 1 });
    for (const run of runs) await match(recordings, run);
    await expect.poll(files).toEqual(['dddddddd-1.recording']);
  });

  test('of their age: too old is not there, and goes', async () => {
    const { recordings } = open({ recordingAgeMaxMs: dayMs });
    await match(recordings, 'aaaaaaaa');
    expect(recordings.find('aaaaaaaa').kind).toBe('moved');
    nowMs += dayMs + 1;
    expect(recordings.find('aaaaaaaa')).toEqual({ kind: 'none' });
    expect(recordings.find('aaaaaaaa-1')).toEqual({ kind: 'none' });
    await match(recordings, 'bbbbbbbb');
    await expect.poll(files).toEqual(['bbbbbbbb-1.recording']);
  });

  test('hold for what an earlier process kept', async () => {
    const { recordings } = open();
    for (const run of runs) await match(recordings, run);
    runs.forEach((run, i) => {
      utimesSync(join(folder, `${run}-1.recording`), 1_000 - i, 1_000 - i);
    });
    open({ recordingsMax: 1, recordingAgeMaxMs: 1e15 });
    await expect.poll(files).toEqual(['aaaaaaaa-1.recording']);
  });
});

describe('an id', () => {
  test.each([
    '',
    '.',
    '..',
    '../aaaaaaaa',
    'aaaaaaaa/../../x',
    'aaaaaaaa-1.recording',
    'aaaaaaaa-1/..',
    '%2e%2e',
    'aaaaaaaa-1\0',
    'AAAAAAAA',
    'aaaaaaaa-',
    'aaaaaaaa--1',
    'aaaaaaaa-1e1',
    'iiiiiiii',
    'aaaaaaaaa',
    '__proto__',
    'secret',
  ])('that is none, "%s", leads nowhere', async (id) => {
    writeFileSync(join(root, 'secret'), 'secret');
    const { recordings } = open();
    await match(recordings, 'aaaaaaaa');
    expect(recordings.find(id, 1)).toEqual({ kind: 'none' });
  });
});

describe('a disk', () => {
  test('that fails is told once, ends that recording, and the next one is kept again', async () => {
    const { recordings, errors } = open();
    for (const run of ['aaaaaaaa', 'bbbbbbbb']) {
      for (let tick = 1; tick <= 5; tick++) recordings.add(released(run, tick));
    }
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    for (const run of ['aaaaaaaa', 'bbbbbbbb']) {
      for (let tick = 6; tick <= 45; tick++) recordings.add(released(run, tick));
    }
    await recordings.close();
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'RECORDING_FAILED',
        message: expect.stringContaining('aaaaaaaa-1.recording could not be written'),
      }),
    ]);
    rmSync(folder);
    mkdirSync(folder);
    await match(recordings, 'cccccccc');
    expect([files(), errors.length]).toEqual([['cccccccc-1.recording'], 1]);
  });

  test('that does not keep up is one that fails: what waits stays bounded', async () => {
    const { recordings, errors } = open();
    for (let tick = 1; tick <= 500; tick++) recordings.add(released('aaaaaaaa', tick));
    await recordings.close();
    expect(errors.map(({ code }) => code)).toEqual(['RECORDING_FAILED']);
    expect(String((errors[0] as Error).cause)).toContain('too slow');
  });

  test('that takes nothing keeps the server from starting', () => {
    writeFileSync(folder, '');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'DATA_DIR' }));
  });

  test('holds other files too: they are left alone', async () => {
    mkdirSync(folder);
    for (const name of ['notes.txt', 'x.recording', 'aaaaaaaa.recording']) {
      writeFileSync(join(folder, name), 'x');
    }
    const { recordings } = open({ recordingsMax: 1 });
    await match(recordings, 'bbbbbbbb');
    expect(files()).toEqual([
      'aaaaaaaa.recording',
      'bbbbbbbb-1.recording',
      'notes.txt',
      'x.recording',
    ]);
    expect(existsSync(join(folder, '.probe'))).toBe(false);
  });
});
