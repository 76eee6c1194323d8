// `npm start`: builds what is missing or stale, then becomes the game's server. The server runs in
// this process, so that SIGTERM and Ctrl-C reach it and nothing else.
import { fileURLToPath } from 'node:url';

const server = new URL('../games/snake/dist/server/main.js', import.meta.url);

if (nodeIsTooOld()) {
  console.error(
    `tickhouse needs Node.js 20.19 or newer; this is ${process.version}. See https://nodejs.org/`,
  );
  process.exit(1);
}

// Imported late: an older node must be told so before it meets syntax that it cannot read.
const { buildPages, buildTypes } = await import('./build.mjs');

if ((await buildTypes(['games/snake'])) && (await buildPages({ ifStale: true }))) {
  process.argv[1] = fileURLToPath(server);
  await import(server.href);
} else {
  console.error('start: the build failed, so nothing was started');
  process.exit(1);
}

function nodeIsTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
}
