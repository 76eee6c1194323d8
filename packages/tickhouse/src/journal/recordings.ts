// Recordings of rooms: those that are being made, and a folder with a bound of those that are whole. A
// recording's id is its room's run and its first tick, so a tick of a run is found by names alone.

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TickhouseError } from '../errors.ts';
import { mendRecording } from '../recording/index.ts';
import { Recorder, type RecorderParts, type Released } from './recorder.ts';

export interface RecordingLimits {
  /** Recordings that are kept; the oldest go first. Default: 1,000. */
  readonly recordingsMax: number;
  /** Bytes of all recordings together. Default: 1 GiB. */
  readonly recordingBytesMax: number;
  /** How long a recording is kept, in ms. Default: 30 days. */
  readonly recordingAgeMaxMs: number;
}

export const defaultRecordingLimits: RecordingLimits = {
  recordingsMax: 1_000,
  recordingBytesMax: 1024 * 1024 * 1024,
  recordingAgeMaxMs: 30 * 24 * 60 * 60 * 1000,
};

export interface RecordingsOptions {
  /** Made where there is none. */
  readonly folder: string;
  readonly limits: RecordingLimits;
  readonly onError: (error: unknown) => void;
  /** Ms since 1970. */
  readonly now: () => number;
}

/** What is known of a recording that somebody asks for. */
export type Found =
  | { readonly kind: 'file'; readonly path: string }
  /** The id named a run; this one has the tick. */
  | { readonly kind: 'moved'; readonly id: string }
  /** The match is still being played; the room's id, unless it is private. */
  | { readonly kind: 'open'; readonly game: string; readonly room: string | undefined }
  | { readonly kind: 'none' };

interface Kept {
  readonly run: string;
  readonly first: number;
  readonly path: string;
  readonly bytes: number;
  readonly atMs: number;
}

interface Open {
  readonly recorder: Recorder;
  readonly game: string;
  readonly room: string | undefined;
}

const ending = '.recording';
/** A file that is not whole names the process that writes it: another server may have the same folder. */
const partPattern = /^([0-9a-z]+-\d+\.recording)\.(\d+)\.part$/;
/** `7k3mqx92-812`: a run in Crockford's base 32, and a tick. Nothing else reaches the file system. */
const idPattern = /^([0-9a-hjkmnp-tv-z]{8})(?:-(\d{1,10}))?$/;

export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #open: Map<string, Open> = new Map();
  /** The oldest first. */
  #kept: Kept[] = [];
  /** Files are going, or were just made: the next look at the limits waits for it. */
  #forgetting: Promise<void> = Promise.resolve();
  #isFailing = false;
  readonly #parts: RecorderParts;

  /** Finishes what an earlier process left. @throws DATA_DIR when the folder cannot be used */
  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#parts = {
      pathOf: (run, first) => this.#pathOf(run, first),
      partEnding: `.${process.pid}.part`,
      now: options.now,
      kept: (run, first) => this.#finished(run, first),
      failed: (error) => this.#failed(error),
    };
    const { folder } = options;
    try {
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(folder)) this.#take(name);
      const probe = join(folder, '.probe');
      writeFileSync(probe, '');
      rmSync(probe);
    } catch (cause) {
      throw new TickhouseError(
        'DATA_DIR',
        `${folder} cannot be written to: make it writable, or let dataDir name another folder`,
        { cause },
      );
    }
    this.#kept.sort((a, b) => a.atMs - b.atMs);
    this.#forget();
  }

  /** A tick of a recorded room has gone out. */
  add(released: Released): void {
    const { run, game, room } = released.record;
    let open = this.#open.get(run);
    if (open === undefined) {
      if (released.keyframe === undefined) return;
      const { isPrivate } = released.keyframe;
      const recorder = new Recorder(run, this.#parts);
      open = { recorder, game, room: isPrivate ? undefined : room };
      this.#open.set(run, open);
    }
    open.recorder.add(released);
  }

  /** The room of this run is over, and all that it said has gone out. */
  end(run: string): void {
    void this.#end(run);
  }

  /** Resolves when what has been appended so far is on the disk. */
  async settled(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ recorder }) => recorder.settled()));
    await this.#forgetting;
  }

  /** Finishes every recording. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((run) => this.#end(run)));
    await this.#forgetting;
  }

  /**
   * @param id of a recording, or a run
   * @param tick which one of a run's recordings is meant; default: the first
   */
  find(id: string, tick?: number): Found {
    const [, run, from] = idPattern.exec(id) ?? [];
    if (run === undefined) return { kind: 'none' };
    const oldestMs = this.#options.now() - this.#options.limits.recordingAgeMaxMs;
    const kept = this.#kept.filter((one) => one.run === run && one.atMs >= oldestMs);
    const open = this.#open.get(run);
    const first = open?.recorder.first;
    if (from !== undefined) {
      const one = kept.find((each) => each.first === Number(from));
      if (one !== undefined) return { kind: 'file', path: one.path };
      return open !== undefined && first === Number(from) ? openOf(open) : { kind: 'none' };
    }
    const firsts = kept.map((one) => one.first).sort((a, b) => a - b);
    // The first tick that a room makes is 1.
    const meant =
      tick === undefined ? firsts[0] : firsts.findLast((one) => one <= Math.max(1, tick));
    const isLater = tick !== undefined && first !== undefined && tick >= first;
    if (open !== undefined && (isLater || meant === undefined)) return openOf(open);
    return meant === undefined ? { kind: 'none' } : { kind: 'moved', id: `${run}-${meant}` };
  }

  async #end(run: string): Promise<void> {
    const open = this.#open.get(run);
    await open?.recorder.end();
    if (this.#open.get(run) === open) this.#open.delete(run);
  }

  #pathOf(run: string, first: number): string {
    return join(this.#options.folder, `${run}-${first}${ending}`);
  }

  /** A file of the folder, at the start. What is no recording is left alone. */
  #take(name: string): void {
    const path = join(this.#options.folder, name);
    const [, whole, writer] = partPattern.exec(name) ?? [];
    if (whole !== undefined) {
      if (isAlive(Number(writer))) return;
      const mended = mendRecording(readFileSync(path));
      if (mended !== undefined) {
        writeFileSync(path, mended);
        renameSync(path, join(this.#options.folder, whole));
        this.#take(whole);
      } else rmSync(path);
      return;
    }
    const id = name.endsWith(ending) ? name.slice(0, -ending.length) : '';
    const [, run, first] = idPattern.exec(id) ?? [];
    if (run === undefined || first === undefined) return;
    const { size, mtimeMs } = statSync(path);
    this.#kept.push({ run, first: Number(first), path, bytes: size, atMs: mtimeMs });
  }

  #finished(run: string, first: number): void {
    this.#isFailing = false;
    const path = this.#pathOf(run, first);
    this.#forgetting = this.#forgetting.then(async () => {
      try {
        const { size } = await stat(path);
        const atMs = this.#options.now();
        this.#kept = this.#kept.filter((one) => one.path !== path);
        this.#kept.push({ run, first, path, bytes: size, atMs });
      } catch {
        // Somebody took it away already.
      }
      this.#forget();
    });
  }

  /** Told once for all recordings, until one can be written again. */
  #failed(error: TickhouseError): void {
    if (!this.#isFailing) this.#options.onError(error);
    this.#isFailing = true;
  }

  #forget(): void {
    const { recordingsMax, recordingBytesMax, recordingAgeMaxMs } = this.#options.limits;
    const oldestMs = this.#options.now() - recordingAgeMaxMs;
    let bytes = this.#kept.reduce((sum, one) => sum + one.bytes, 0);
    let count = this.#kept.length;
    for (const one of this.#kept) {
      // The newest stays, however large, until it is too old.
      const isTooMuch = count > 1 && (count > recordingsMax || bytes > recordingBytesMax);
      if (!isTooMuch && one.atMs >= oldestMs) break;
      bytes -= one.bytes;
      count--;
      rm(one.path, { force: true }).catch((error) => this.#options.onError(error));
    }
    this.#kept = this.#kept.slice(this.#kept.length - count);
  }
}

/** Whether another process has this id. */
function isAlive(pid: number): boolean {
  if (pid === process.pid || pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function openOf({ game, room }: Open): Found {
  return { kind: 'open', game, room };
}
