// Recordings of a real server: what GET /recordings/ID answers, and what a room leaves that is over.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadPlayback } from '../packages/tickhouse/src/client/playback.ts';
import { serve } from '../packages/tickhouse/src/server/index.ts';
import { counting } from './support/counting-game.ts';
import { until } from './support/honest.ts';
import { openHouse } from './support/house.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tickhouse-data-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

function files(): string[] {
  return readdirSync(join(dataDir, 'recordings')).sort();
}

/** Plays in a room until its total is 7, and leaves. */
async function play(house: Awaited<ReturnType<typeof openHouse>>, room: string): Promise<void> {
  const ann = await house.client().join(counting, { name: 'Ann' }, { room });
  ann.send('add', { amount: 7 });
  await until(ann, ({ state }) => state.total === 7);
  await ann.leave();
}

/** A path as it is, which `fetch` would tidy up. */
function rawStatus(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('a server that records', () => {
  test('gives the recording of a room that is over, by its run and by its id', async () => {
    const house = await openHouse({ dataDir, record: true });
    await play(house, 'one');
    await expect.poll(files).toEqual([expect.stringMatching(/^[0-9a-z]{8}-1\.recording$/)]);
    const id = files()[0]?.replace('.recording', '') ?? '';
    const [run = ''] = id.split('-');
    const response = await fetch(`${house.url}/recordings/${run}?t=5`);
    expect([response.status, new URL(response.url).pathname]).toEqual([200, `/recordings/${id}`]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const playback = await loadPlayback(counting, new Uint8Array(await response.arrayBuffer()));
    playback.seek(playback.lastTick);
    expect([playback.run, playback.room.id, playback.room.state.total]).toEqual([run, 'one', 7]);
    const head = await fetch(`${house.url}/recordings/${id}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([
      200,
      String(readFileSync(join(dataDir, 'recordings', `${id}.recording`)).length),
    ]);
    expect((await fetch(`${house.url}/recordings/${id}`, { method: 'POST' })).status).toBe(405);
    rmSync(join(dataDir, 'recordings', `${id}.recording`));
    expect((await fetch(`${house.url}/recordings/${id}`)).status).toBe(404);
    expect(house.errors).toEqual([]);
  });

  test.each(['one', 'private'])('says of a match that is still on where: %s', async (room) => {
    let run = '';
    const noted = (_data: unknown, { key }: { readonly key: string }): void => {
      run = key.split('/')[2] as string;
    };
    const house = await openHouse({ dataDir, record: true, effects: { counting: { noted } } });
    const ann = await house.client().join(counting, { name: 'Ann' }, { room });
    ann.send('add', { amount: 7 });
    await until(ann, ({ state }) => state.total === 7);
    await expect.poll(() => run).toMatch(/^[0-9a-z]{8}$/);
    for (const id of [run, `${run}?t=3`, `${run}-1`]) {
      const response = await fetch(`${house.url}/recordings/${id}`);
      expect(response.status).toBe(409);
      const body = await response.json();
      expect(body).toMatchObject({ code: 'RECORDING_OPEN', game: 'counting' });
      expect(body.room).toBe(room === 'private' ? undefined : 'one');
    }
    // What was played until the server closed is whole, and the next server has it.
    await house.close();
    expect(files()).toEqual([`${run}-1.recording`]);
    const again = await openHouse({ dataDir, record: true });
    const response = await fetch(`${again.url}/recordings/${run}?t=3`);
    const playback = await loadPlayback(counting, new Uint8Array(await response.arrayBuffer()));
    expect(playback.room.id).toBe(room === 'private' ? '' : 'one');
    playback.seek(playback.lastTick);
    expect(playback.room.state.total).toBe(7);
  });

  test.each([
    '/recordings/',
    '/recordings/zzzzzzzz',
    '/recordings/zzzzzzzz-1',
    '/recordings/../package.json',
    '/recordings/..%2f..%2fpackage.json',
    '/recordings/%2e%2e/%2e%2e/etc/passwd',
    '/recordings/zzzzzzzz-1%00',
    '/recordings/zzzzzzzz?t=-1',
    '/recordings/zzzzzzzz?t=__proto__',
  ])('%s is nothing', async (path) => {
    const house = await openHouse({ dataDir, record: true });
    expect(await rawStatus(house.url, path)).toBe(404);
    expect(house.errors).toEqual([]);
  });
});

describe('a server that does not record', () => {
  test('keeps nothing and knows no recordings', async () => {
    const house = await openHouse({ dataDir });
    await play(house, 'one');
    expect((await fetch(`${house.url}/recordings/zzzzzzzz`)).status).toBe(404);
    expect(readdirSync(dataDir)).not.toContain('recordings');
  });

  test('is asked for it with a folder only, and nobody else has its path', async () => {
    const games = [counting];
    await expect(serve({ games, port: 0, record: true })).rejects.toMatchObject({
      code: 'SERVER_OPTIONS',
    });
    const routes = { '/recordings/x': () => {} };
    await expect(serve({ games, port: 0, routes })).rejects.toMatchObject({
      code: 'SERVER_OPTIONS',
    });
    const limits = { recordingAgeMaxMs: 0 };
    await expect(serve({ games, port: 0, limits })).rejects.toMatchObject({
      code: 'SERVER_OPTIONS',
    });
  });
});
