// The files of the repository, as text: what is committed, and what would be with the next commit.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One file; its path is relative to the repository's root. */
export interface CommittedFile {
  readonly path: string;
  readonly text: string;
}

/** The repository's root, with a slash at its end. */
export const root: string = fileURLToPath(new URL('../', import.meta.url));

/** Every file that git tracks or would add, binary ones left out. */
export function readCommittedFiles(): CommittedFile[] {
  // The checkout may belong to another user, as in containers; git then wants to be told.
  const trust = ['-c', 'safe.directory=*'];
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', [...trust, ...list], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(root + path));
  return [...new Set(paths)]
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
}
