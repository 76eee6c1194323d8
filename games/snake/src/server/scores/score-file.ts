// Top scores in one file, written anew as a whole and put in place by a rename: whoever reads it, and
// whatever happens meanwhile, finds the old list or the new one.

import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SnakeError } from '../snake-error.ts';
import type { TopScore } from './top-scores.ts';

const version = 1;

export class ScoreFile {
  readonly path: string;
  readonly #folder: string;
  #wanted: readonly TopScore[] | undefined;
  #writing: Promise<void> | undefined;

  /** @param folder made where there is none */
  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'top-scores.json');
  }

  /**
   * What is kept; nothing where there is no file yet. The list is written back at once, so that a
   * folder which cannot be written to is found before anybody plays.
   * @throws SNAKE_DATA_DIR, SNAKE_SCORES_FILE
   */
  async load(): Promise<readonly TopScore[]> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const list = scoresIn(await this.#read(), this.path);
      await this.save(list);
      return list;
    } catch (cause) {
      if (cause instanceof SnakeError) throw cause;
      throw new SnakeError(
        'SNAKE_DATA_DIR',
        `the folder of data, ${this.#folder}, cannot be used (${reasonOf(cause)}): make it writable, ` +
          'or let DATA_DIR name another',
        { cause },
      );
    }
  }

  /** Resolves when this list, or a later one, is on the disk. Writes that come meanwhile are one. */
  async save(list: readonly TopScore[]): Promise<void> {
    this.#wanted = list;
    while (this.#wanted !== undefined) {
      this.#writing ??= this.#writeWanted().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #writeWanted(): Promise<void> {
    const list = this.#wanted;
    this.#wanted = undefined;
    const beside = `${this.path}.new`;
    const file = await open(beside, 'w');
    try {
      await file.writeFile(`${JSON.stringify({ version, scores: list }, undefined, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.path);
  }

  async #read(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

function scoresIn(text: string | undefined, path: string): readonly TopScore[] {
  if (text === undefined) return [];
  const kept = parsed(text);
  if (typeof kept?.version === 'number' && kept.version > version) {
    throw new SnakeError(
      'SNAKE_SCORES_FILE',
      `${path} was written by a newer version of the game: start that one, or move the file away`,
    );
  }
  if (kept?.version === version && Array.isArray(kept.scores) && kept.scores.every(isTopScore)) {
    return kept.scores;
  }
  throw new SnakeError(
    'SNAKE_SCORES_FILE',
    `${path} is damaged: put a good copy in its place, or move it away to begin with no scores`,
  );
}

function parsed(text: string): { readonly version?: unknown; readonly scores?: unknown } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isTopScore(value: unknown): value is TopScore {
  const { name, points, colour } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && Number.isInteger(points) && Number.isInteger(colour);
}

function reasonOf(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'it is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'it is no folder',
    EEXIST: 'it is no folder',
  };
  return words[code ?? ''] ?? String(cause);
}
