// A room whose rules throw leaves a file by which the same error comes again, at the same tick.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Replay } from '../packages/tickhouse/src/journal/index.ts';
import { counting } from './support/counting-game.ts';
import { expectToPlayOn, until, whenStatus } from './support/honest.ts';
import { openHouse, rejectionOf } from './support/house.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tickhouse-data-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

test('a room that failed leaves a replay that fails alike; its players play on elsewhere', async () => {
  const house = await openHouse({ dataDir });
  const ann = await house.client().join(counting, { name: 'Ann' }, { room: 'one' });
  const bob = await house.client().join(counting, { name: 'Bob' }, { room: 'two' });
  ann.send('add', { amount: 7 });
  await until(ann, ({ state }) => state.total === 7);
  const over = whenStatus(ann, 'closed');
  ann.send('fail');
  expect(await over).toBe('ROOM_FAILED');

  const [failure] = house.errors as { code: string; message: string }[];
  const found =
    /^counting\/one stopped at tick (\d+), in step with input fail by seat 0: Error: the rules of this game are broken; its replay file is (\S+)$/.exec(
      failure?.message ?? '',
    );
  const [, tick, path = ''] = found ?? [];
  const replay = new Replay(readFileSync(path), counting);
  expect(replay.ending).toEqual({
    tick: Number(tick),
    error: 'Error: the rules of this game are broken',
  });
  expect(replay.head).toMatchObject({ game: 'counting', room: 'one', rulesVersion: 1 });
  replay.seek(Number(tick) - 1);
  expect((replay.state as { total: number }).total).toBe(7);
  expect(replay.lastTick).toBe(Number(tick));
  expect(() => replay.seek(Number(tick))).toThrow('the rules of this game are broken');

  await expectToPlayOn(bob, house.url);
  const again = await house.client().join(counting, { name: 'Ann' }, { room: 'one' });
  expect(again.state.total).toBe(0);
  await expectToPlayOn(again, house.url);
  expect(readdirSync(join(dataDir, 'replays'))).toHaveLength(1);
});

test('a replay file that cannot be written is told, and the failure of the room with it', async () => {
  const house = await openHouse({ dataDir });
  rmSync(join(dataDir, 'replays'), { recursive: true });
  const ann = await house.client().join(counting, { name: 'Ann' });
  const over = whenStatus(ann, 'closed');
  ann.send('fail');
  expect(await over).toBe('ROOM_FAILED');
  expect(String(house.errors[0])).toMatch(
    /rules of this game are broken; its replay file is lost: /,
  );
});

test('a data folder that cannot be used keeps the server from starting', async () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  expect(await rejectionOf(openHouse({ dataDir: file }))).toBe('DATA_DIR');
});
