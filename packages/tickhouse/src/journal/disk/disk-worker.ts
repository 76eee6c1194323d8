// What the store does on the disk, all of it blocking: it runs in a thread that is kept for it.

import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { TickhouseError } from '../../errors.ts';
import { isLaneName, laneName } from '../lane-name.ts';
import type { Blob, Entry, LaneFacts } from '../store.ts';
import { type DirectoryContents, DirectoryFile } from './directory-file.ts';
import { filesOf, LaneFile } from './lane-file.ts';
import { codeOf, type Durability, storeError } from './sqlite.ts';

const ending = '.db';

export interface DiskOptions {
  /** Made where there is none. */
  readonly folder: string;
  readonly durability: Durability;
}

/** What the thread's functions work on; each thread has its own. */
export function create(): DiskFiles {
  return new DiskFiles();
}

export class DiskFiles {
  #options: DiskOptions = { folder: '', durability: 'process' };
  #lanesFolder = '';
  #directory: DirectoryFile | undefined;
  readonly #lanes = new Map<string, LaneFile>();

  /** @throws DATA_DIR, STORE_FULL */
  open(options: DiskOptions): void {
    this.#options = options;
    this.#lanesFolder = join(options.folder, 'lanes');
    const probe = join(this.#lanesFolder, `.probe-${process.pid}`);
    try {
      mkdirSync(this.#lanesFolder, { recursive: true });
      writeFileSync(probe, 'x');
    } catch (cause) {
      if (codeOf(cause) === 'ENOSPC') throw storeError(cause, options.folder);
      throw new TickhouseError(
        'DATA_DIR',
        `${options.folder} cannot be written to: make it writable, or let dataDir name another folder`,
        { cause },
      );
    } finally {
      removeIfPossible(probe);
    }
  }

  /** @throws DATA_DIR_IN_USE, STORE_DAMAGED, STORE_VERSION, STORE_FULL, STORE_FAILED */
  holdDirectory(): DirectoryContents {
    const { folder, durability } = this.#options;
    this.#directory = new DirectoryFile(join(folder, 'directory.db'), durability);
    this.#syncFolder(folder);
    return this.#directory.contents;
  }

  keepEntry(entry: Entry): void {
    this.#directory?.keep(entry);
  }

  /** The name of a fresh lane. */
  openLane(): string {
    const name = laneName(this.#names());
    const path = this.#pathOf(name);
    this.#lanes.set(name, LaneFile.create(path, this.#options.durability));
    this.#syncFolder(this.#lanesFolder);
    return name;
  }

  append(lane: string, frame: Uint8Array, blobs: readonly Blob[]): number {
    return this.#lane(lane).append(frame, blobs);
  }

  lanes(): LaneFacts[] {
    return this.#names().flatMap((name) => {
      const stats = filesOf(this.#pathOf(name)).flatMap((path) => {
        const found = statSync(path, { throwIfNoEntry: false });
        return found === undefined || path.endsWith('-shm') ? [] : [found];
      });
      if (stats.length === 0) return [];
      const bytes = stats.reduce((sum, { size }) => sum + size, 0);
      return [{ name, bytes, at: Math.max(...stats.map(({ mtimeMs }) => mtimeMs)) }];
    });
  }

  seal(lane: string): number {
    return this.#lane(lane).seal();
  }

  read(lane: string, from: number, to: number): Uint8Array[] {
    return this.#lane(lane).read(from, to);
  }

  blob(lane: string, key: string): Uint8Array {
    return this.#lane(lane).blob(key);
  }

  remove(lane: string): void {
    this.#lanes.get(lane)?.close();
    this.#lanes.delete(lane);
    for (const path of filesOf(this.#pathOf(lane))) rmSync(path, { force: true });
  }

  close(): void {
    for (const lane of this.#lanes.values()) lane.close();
    this.#lanes.clear();
    this.#directory?.close();
  }

  #names(): string[] {
    const files = readdirSync(this.#lanesFolder).filter((file) => file.endsWith(ending));
    return files
      .map((file) => basename(file, ending))
      .filter(isLaneName)
      .sort();
  }

  #pathOf(lane: string): string {
    if (isLaneName(lane)) return join(this.#lanesFolder, lane + ending);
    throw new TickhouseError('STORE_FAILED', `${lane} is no name of a lane`);
  }

  #lane(name: string): LaneFile {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const path = this.#pathOf(name);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      throw new TickhouseError('STORE_FAILED', `${path}: there is no such lane`);
    }
    const lane = new LaneFile(path, this.#options.durability);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** A file lasts when its folder does. */
  #syncFolder(folder: string): void {
    if (this.#options.durability !== 'disk') return;
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder's own failure is told.
  }
}
