// Where replay files of rooms that stopped are kept: a folder with a bound, the oldest go first.

import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TickhouseError } from '../errors.ts';

export interface ReplayFolderLimits {
  /** Files that are kept. Default: 100. */
  readonly replaysMax: number;
  /** Bytes of all files together. Default: 64 MiB. */
  readonly replayBytesMax: number;
  /** How long one is kept, in ms. Default: 2,592,000,000, which is 30 days. */
  readonly replayAgeMaxMs: number;
}

export const defaultReplayFolderLimits: ReplayFolderLimits = {
  replaysMax: 100,
  replayBytesMax: 64 * 1024 * 1024,
  replayAgeMaxMs: 30 * 24 * 3_600_000,
};

const ending = '.replay';

export class ReplayFolder {
  readonly #folder: string;
  readonly #limits: ReplayFolderLimits;

  /**
   * @param folder made where there is none
   * @throws DATA_DIR when it cannot be made or written to
   */
  constructor(folder: string, limits: ReplayFolderLimits) {
    this.#folder = folder;
    this.#limits = limits;
    try {
      mkdirSync(folder, { recursive: true });
      const probe = join(folder, '.probe');
      writeFileSync(probe, '');
      rmSync(probe);
      this.#forget();
    } catch (cause) {
      throw new TickhouseError(
        'DATA_DIR',
        `${folder} cannot be written to: make it writable, or let dataDir name another folder`,
        { cause },
      );
    }
  }

  /**
   * Keeps a file and returns its path. At once, and whole or not at all: the room is over, and its
   * process may be too.
   * @throws DATA_DIR when the folder cannot be written to any more, or its disk is full
   */
  keep(name: string, bytes: Uint8Array): string {
    const path = join(this.#folder, name + ending);
    try {
      writeFileSync(`${path}.new`, bytes);
      renameSync(`${path}.new`, path);
      this.#forget();
      return path;
    } catch (cause) {
      rmSync(`${path}.new`, { force: true });
      throw new TickhouseError('DATA_DIR', `${path} could not be written`, { cause });
    }
  }

  #forget(): void {
    const files = readdirSync(this.#folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => {
        const path = join(this.#folder, name);
        const { mtimeMs, size } = statSync(path);
        return { path, mtimeMs, size };
      })
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    const { replaysMax, replayBytesMax, replayAgeMaxMs } = this.#limits;
    const oldest = Date.now() - replayAgeMaxMs;
    let bytes = 0;
    files.forEach(({ path, mtimeMs, size }, i) => {
      bytes += size;
      // The newest stays however large it is, until it is too old.
      const isTooMuch = i > 0 && (i >= replaysMax || bytes > replayBytesMax);
      if (isTooMuch || mtimeMs < oldest) rmSync(path);
    });
  }
}
