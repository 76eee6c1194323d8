// One contender: a server in one mode, as a process of its own. When it is told to end it says what it kept.

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../packages/tickhouse/dist/server/index.js';
import { job } from './game.mjs';

const [durability, recorded] = process.argv.slice(2);
const dataDir = mkdtempSync(join(tmpdir(), 'tickhouse-bench-'));
const startedMs = performance.now();
const server = await serve({
  games: [job],
  port: 0,
  dataDir,
  durability,
  record: recorded === 'recorded',
  signals: false,
});
process.send({ url: server.url });
process.once('message', async () => {
  const aliveMs = performance.now() - startedMs;
  await server.close();
  const [journalBytes, recordingBytes] = ['lanes', 'recordings'].map((name) =>
    bytesOf(join(dataDir, name)),
  );
  rmSync(dataDir, { recursive: true, force: true });
  process.send({ journalBytes, recordingBytes, aliveMs }, () => process.exit(0));
});

/** Of a closed server's folder; 0 where it has none. */
function bytesOf(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
