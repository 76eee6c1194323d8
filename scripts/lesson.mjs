// `npm run lesson 3.1`: builds what is stale, then becomes the lesson, in this process, so that
// SIGTERM and Ctrl-C reach it. `npm run lesson:say` becomes the program that says a line to one.
import { fileURLToPath } from 'node:url';
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const [first, ...others] = process.argv.slice(2);
const [name, args] = first === 'say' ? ['say', others] : ['main', lessonArgs(first, others)];
const program = new URL(`../examples/lessons/dist/${name}.js`, import.meta.url);

// Imported late: an older node must be told so before it meets syntax that it cannot read.
const { buildTypes } = await import('./build.mjs');

if (await buildTypes(['examples/lessons'])) {
  process.argv = [process.execPath, fileURLToPath(program), ...args];
  await import(program.href);
} else {
  console.error('lesson: the build failed, so nothing was started');
  process.exit(1);
}

/** `npm run lesson 3.6 --servers 3`: without a `--` before it, npm takes the option for one of its own. */
function lessonArgs(number, options) {
  const servers = process.env.npm_config_servers;
  if (number === undefined) return [];
  if (servers === undefined) return [number, ...options];
  // Some versions of npm take the option and leave its value.
  return servers === 'true' ? [number, '--servers', ...options] : [number, '--servers', servers];
}
