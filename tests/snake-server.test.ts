// The game's server, built, as a process: bots that come and go, scores that outlive a restart, what it
// says when it cannot start.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { snake } from '../games/snake/src/rules/index.ts';
import { type ServedSnake, serveSnake } from '../scripts/served-snake.mjs';
import { ClassicClient } from './support/classic-client.ts';
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

test('top scores outlive a restart, are told over HTTP and to classic clients; bots have none', async () => {
  const server = await serveHere();
  writeFileSync(
    join(dataDir, 'top-scores.json'),
    readFileSync(join(dataDir, 'top-scores.json'), 'utf8').replace(
      '[]',
      '[{"name":"Ann","points":12,"colour":4}]',
    ),
  );
  await server.stop();
  const again = await serveHere();
  const answer = await fetch(`${again.url}/top-scores`);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(await answer.json()).toEqual({ scores: [{ name: 'Ann', points: 12, colour: 4 }] });
  expect((await fetch(`${again.url}/top-scores`, { method: 'POST' })).status).toBe(405);
  const classic = await new ClassicClient(again.url).enter('Bob');
  expect(classic.last('top_scores')).toEqual(['top_scores', [['Ann', 12, 4]]]);
});

test('a score of a game that was played is on the disk', async () => {
  const server = await serveHere();
  const choice = { options: { speed: 'fast', company: 0, stones: false } };
  const ann = await joining(server, 'Ann', choice);
  const { botIntent } = await import('../games/snake/src/rules/index.ts');
  const seat = ann.seat ?? 0;
  ann.send('play');
  // It steers well until it has eaten, then goes straight on to the border.
  await until(ann, () => {
    const own = ann.state.snakes.at(seat);
    if (own === undefined || own.score > 0) return own?.alive === false;
    const intent = botIntent(ann.state, seat, ann.tick, 'hard');
    if (intent?.kind === 'turn') ann.send('turn', { heading: intent.heading });
    return false;
  });
  const points = ann.state.snakes.at(seat)?.score;
  await expect
    .poll(() => readFileSync(join(dataDir, 'top-scores.json'), 'utf8'))
    .toContain(`"points": ${points}`);
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

test('a damaged file of scores keeps the server from starting, and stays as it is', () => {
  const path = join(dataDir, 'top-scores.json');
  writeFileSync(path, 'not JSON');
  const { status, stderr } = spawnSync(process.execPath, [main], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(status).toBe(1);
  expect(stderr).toContain('SNAKE_SCORES_FILE');
  expect(readFileSync(path, 'utf8')).toBe('not JSON');
});
