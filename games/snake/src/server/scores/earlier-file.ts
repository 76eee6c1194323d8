// `top-scores.json`, where versions before the database kept their list: read once, then put aside.

import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SnakeError } from '../snake-error.ts';
import { newerFile } from './failures.ts';
import type { TopScore } from './top-scores.ts';

const version = 1;

export class EarlierFile {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'top-scores.json');
  }

  /** The list, best first; nothing where there is no file. @throws SNAKE_SCORES_FILE */
  read(): readonly TopScore[] | undefined {
    if (!existsSync(this.path)) return undefined;
    const kept = parsed(readFileSync(this.path, 'utf8'));
    if (typeof kept?.version === 'number' && kept.version > version) throw newerFile(this.path);
    if (kept?.version === version && Array.isArray(kept.scores) && kept.scores.every(isTopScore)) {
      return kept.scores;
    }
    throw new SnakeError(
      'SNAKE_SCORES_FILE',
      `${this.path} is damaged: put a good copy in its place, or move it away to begin without it`,
    );
  }

  /** Gives the file, if there is one, a name that no version reads; nothing is written over. */
  putAside(): void {
    if (!existsSync(this.path)) return;
    const aside = `${this.path}.imported`;
    let free = aside;
    for (let n = 2; existsSync(free); n++) free = `${aside}-${n}`;
    renameSync(this.path, free);
  }
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
  return typeof name === 'string' && Number.isSafeInteger(points) && Number.isSafeInteger(colour);
}
