// `npm run lesson 3.1`: builds what is stale, then becomes the lesson, in this process, so that
// SIGTERM and Ctrl-C reach it. `npm run lesson:say` becomes the program that says a line to one.
import { fileURLToPath } from 'node:url';
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const [first, ...others] = process.argv.slice(2);
const [name, args] = first === 'say' ? ['say', others] : ['main', process.argv.slice(2)];
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
