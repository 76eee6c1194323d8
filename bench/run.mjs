// `npm run bench -- <name> [options]`: brings the peers where they are missing, builds the library
// where it is stale, and runs one bench. Without a name it lists them.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const benches = {
  state: '50 snakes on 200 × 200: step, delta, snapshot, copy and bytes, beside three peers',
  journal: '500 Snake players on real sockets: what keeping every tick costs, in each mode',
  replay:
    'ten Snake players: made again from a replay file, and what the tail of a live room costs',
  fanout:
    'rooms of players over sockets at 20 Hz: CPU, bytes, memory, beside peers and a limit in C',
};

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const [bench, ...options] = process.argv.slice(2);

if (bench === undefined) list(console.log);
else if (!Object.hasOwn(benches, bench)) {
  console.error(`there is no bench "${bench}"`);
  list(console.error);
  process.exitCode = 1;
} else {
  const done = bringPeers() && buildLibrary() && run(bench);
  if (!done) process.exitCode = 1;
}

function list(print) {
  print('npm run bench -- <name> [--json] [--only a,b] [--rounds 15]\n');
  for (const [name, what] of Object.entries(benches)) print(`  ${name.padEnd(10)} ${what}`);
}

/** `npm ci` here, where what is installed is missing or older than the lockfile. */
function bringPeers() {
  const lockfile = statSync(`${here}package-lock.json`);
  const installed = `${here}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= lockfile.mtimeMs) return true;
  console.error('bench: bringing the peers with npm ci.');
  console.error(
    'bench: @colyseus/* may declare a newer Node than they need (@colyseus/core 0.18: 22);',
  );
  console.error('       such engine warnings are harmless here.');
  // No install scripts: msgpackr's optional native part comes prebuilt, or it does without.
  return start('npm', ['ci', '--engine-strict=false', '--ignore-scripts'], here);
}

function buildLibrary() {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  if (!existsSync(tsc)) {
    console.error(`bench: the workspace is not installed: run npm ci in ${root} first`);
    return false;
  }
  return start(process.execPath, [tsc, '-b', 'games/snake'], root);
}

function run(name) {
  return start(process.execPath, [`${here}${name}.mjs`, ...options], root, 'inherit');
}

/** Runs to the end; all but the bench itself writes to stderr, so that stdout is the bench's alone. */
function start(command, args, cwd, output = 2) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', output, 2] });
  if (error) console.error(`bench: ${command}: ${error.message}`);
  return status === 0;
}
