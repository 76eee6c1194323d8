// Programs that tests need: found where systems put them, else installed from Debian's own packages.
// A test run without one is a failure that says what to do, never a skip.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';

/**
 * The path of a program that can be started.
 *
 * @param {{ name: string, variable: string, places: readonly string[], packages: readonly string[] }}
 *   program `variable` of the environment may name another path than `places` do; `packages` are
 *   Debian's
 * @returns {string}
 */
export function ensureProgram({ name, variable, places, packages }) {
  const advice =
    `Install it (Debian, as root: apt-get install -y ${packages.join(' ')}), ` +
    `or set ${variable} to its path.`;
  const named = process.env[variable];
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(
      `${variable} names ${named}, which is not a program that can be run. ${advice}`,
    );
  }
  const found = places.find(isProgram);
  if (found !== undefined) return found;
  install(name, packages, advice);
  const installed = places.find(isProgram);
  if (installed === undefined) throw new Error(`apt-get brought no ${name}. ${advice}`);
  return installed;
}

function install(name, packages, advice) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`The tests need ${name}, and there is none here. ${advice}`);
  }
  console.log(`${name}: installing ${packages.join(' and ')} with apt-get`);
  apt(['update', '-qq'], advice);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packages], advice);
}

function apt(args, advice) {
  const { status } = spawnSync('/usr/bin/apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed. ${advice}`);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
