// A room that a restart brings back is recorded on, in a file of its own, as the same match. It runs
// the built server, whose journal has a thread.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { serve } from '../packages/tickhouse/dist/server/index.js';
import { loadPlayback } from '../packages/tickhouse/src/client/playback.ts';
import { counting } from './support/counting-game.ts';
import { until } from './support/honest.ts';
import { visitor } from './support/house.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tickhouse-data-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

function kept(): string[] {
  return readdirSync(join(dataDir, 'recordings')).filter((name) => name.endsWith('.recording'));
}

/** Adds to the total of the room `one` until it is `total`, and leaves. */
async function play(lingerMs: number, amount: number, total: number) {
  const errors: unknown[] = [];
  const server = await serve({
    games: [counting],
    port: 0,
    dataDir,
    record: true,
    durability: 'process',
    limits: { lingerMs, graceMs: 1 },
    signals: false,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => server.close());
  const ann = await visitor(server.url).join(counting, { name: 'Ann' }, { room: 'one' });
  ann.send('add', { amount });
  await until(ann, ({ state }) => state.total === total);
  await ann.leave();
  return { server, errors };
}

test('a match goes on in a second recording, which begins with the tick after the first', async () => {
  const { server } = await play(60_000, 7, 7);
  await server.close();
  expect(kept()).toHaveLength(1);
  const { errors } = await play(1, 5, 12);
  await expect.poll(kept).toHaveLength(2);
  const playbacks = await Promise.all(
    kept().map((name) =>
      loadPlayback(counting, new Uint8Array(readFileSync(join(dataDir, 'recordings', name)))),
    ),
  );
  const [before, after] = playbacks.sort((a, b) => a.firstTick - b.firstTick);
  if (before === undefined || after === undefined) throw new Error('there are not two');
  expect(after.run).toBe(before.run);
  expect(after.firstTick).toBe(before.lastTick + 1);
  expect(before.room.state.total).toBe(0);
  before.seek(before.lastTick);
  expect([before.room.state.total, after.room.state.total]).toEqual([7, 7]);
  after.seek(after.lastTick);
  expect([after.room.state.total, errors]).toEqual([12, []]);
});
