// `npm start`: builds what is missing or stale, then becomes the game's server. The server runs in
// this process, so that SIGTERM and Ctrl-C reach it and nothing else.
import { fileURLToPath } from 'node:url';
import { refuseOldNode } from './node-version.mjs';

const server = new URL('../games/snake/dist/server/main.js', import.meta.url);

refuseOldNode();

// Imported late: an older node must be told so before it meets syntax that it cannot read.
const { buildPages, buildTypes } = await import('./build.mjs');

if ((await buildTypes(['games/snake'])) && (await buildPages({ ifStale: true }))) {
  process.argv[1] = fileURLToPath(server);
  await import(server.href);
} else {
  console.error('start: the build failed, so nothing was started');
  process.exit(1);
}
