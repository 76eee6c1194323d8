// Where the programs lie that a farm is made of.

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LessonError } from './lesson-error.ts';

/**
 * The path of a program; a variable of its name, such as HAPROXY, may say it.
 * @throws LESSON_PROGRAM when it is not installed, or the variable names what cannot be run
 */
export function programPath(name: string): string {
  const variable = name.toUpperCase().replace('-', '_');
  const given = process.env[variable];
  if (given) {
    if (isProgram(given)) return given;
    throw new LessonError('LESSON_PROGRAM', `${variable}=${given}: that is no program to be run`);
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const found = folders.map((folder) => join(folder, name)).find(isProgram);
  if (found !== undefined) return found;
  const packaged = name === 'setpriv' ? 'util-linux' : name;
  throw new LessonError(
    'LESSON_PROGRAM',
    `${name} is not installed: apt-get install ${packaged}, or set ${variable}`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
