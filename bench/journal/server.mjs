// One contender: a server in one mode, as a process of its own. It notes how long ticks were held before
// they went out.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../packages/tickhouse/dist/server/index.js';
import { job } from './game.mjs';

const [durability] = process.argv.slice(2);
const dataDir = mkdtempSync(join(tmpdir(), 'tickhouse-bench-'));
const startedMs = performance.now();
const server = await serve({ games: [job], port: 0, dataDir, durability, signals: false });
process.send({ url: server.url });
process.on('message', async (message) => {
  if (message === 'bytes') {
    process.send({ bytes: bytesOf(dataDir), aliveMs: performance.now() - startedMs });
  }
  if (message !== 'end') return;
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
});

/** Of everything that is kept, without what SQLite keeps to itself. */
function bytesOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && !/-(wal|shm|journal)$/.test(entry.name)) {
      bytes += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
    }
  }
  return bytes;
}
