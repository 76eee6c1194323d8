// The game's server, built, as a process: bots that come and go, what it says when it cannot start.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { snake } from '../games/snake/src/rules/index.ts';
import { type ServedSnake, serveSnake } from '../scripts/served-snake.mjs';
import { until } from './support/honest.ts';
import { visitor } from './support/house.ts';
import type { SnakeRoom } from './support/snake-room.ts';

const main = fileURLToPath(new URL('../games/snake/dist/server/main.js', import.meta.url));

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'snake-data-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

async function serveHere(port = 0): Promise<ServedSnake> {
  const server = await serveSnake(port, dataDir);
  onTestFinished(async () => void (await server.stop()));
  return server;
}

function joining(server: ServedSnake, name: string, choice = {}): Promise<SnakeRoom> {
  return visitor(server.url).join(snake, { name, bot: false }, choice);
}

function bots({ state }: SnakeRoom): number {
  return [...state.snakes].filter(({ bot }) => bot).length;
}

async function roomsOf({ url }: ServedSnake): Promise<{ id: string; seated: number }[]> {
  const { rooms } = (await (await fetch(`${url}/rooms`)).json()) as {
    rooms: { id: string; seated: number }[];
  };
  return rooms;
}

test('quick play alone gets two bots, who play along and leave as people come', async () => {
  const server = await serveHere();
  const ann = await joining(server, 'Ann');
  await until(ann, () => bots(ann) === 2);
  ann.send('play');
  await until(ann, () => [...ann.state.snakes].filter(({ alive }) => alive).length === 3);
  const bob = await joining(server, 'Bob');
  expect(bob.id).toBe(ann.id);
  await until(ann, () => bots(ann) === 1);
  await joining(server, 'Cid');
  await until(ann, () => bots(ann) === 0);
  await bob.leave();
  await until(ann, () => bots(ann) === 1);
});

test('bots leave with the last person, and their room closes', async () => {
  const server = await serveHere();
  const ann = await joining(server, 'Ann', { room: 'lobby', options: { company: 9 } });
  await until(ann, () => bots(ann) === 8);
  const names = [...ann.state.snakes].map(({ name }) => name);
  expect(new Set(names).size).toBe(9);
  await ann.leave();
  await expect.poll(() => roomsOf(server), { timeout: 15_000 }).toEqual([]);
});

test('a private room has the bots that its maker asked for', async () => {
  const server = await serveHere();
  const options = { company: 3, strength: 'hard' } as const;
  const ann = await joining(server, 'Ann', { room: 'private', options });
  await until(ann, () => bots(ann) === 2);
  const alone = await joining(server, 'Bea', { room: 'private', options: { company: 0 } });
  const { tick } = alone;
  await until(alone, () => alone.tick >= tick + 8);
  expect(bots(alone)).toBe(0);
});

test.each([
  ['PORT', '99999', 'SNAKE_PORT'],
  ['DATA_DIR', main, 'SNAKE_DATA_DIR'],
  ['HOST', '192.0.2.1', 'SERVER_PORT'],
])('%s=%s ends with one sentence and a code', (name, value, code) => {
  const settings = { PORT: '0', DATA_DIR: dataDir, [name]: value };
  const { status, stderr, stdout } = spawnSync(process.execPath, [main], {
    env: { ...process.env, ...settings },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(new RegExp(`^Snake cannot start: [^\\n]*\\(${code}\\)\\n$`));
});
