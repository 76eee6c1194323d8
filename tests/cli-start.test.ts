// `tickhouse start` as people call it: a server of its own process, killed and started again, and its
// rooms replayed from the folder that it leaves.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect, type RoomOf } from '../packages/tickhouse/src/client/index.ts';
import { tally } from './fixtures/counting-module.mjs';
import { until } from './support/honest.ts';

const cli = fileURLToPath(new URL('../packages/tickhouse/dist/cli/main.js', import.meta.url));
const module = fileURLToPath(new URL('fixtures/counting-module.mjs', import.meta.url));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start(folder: string, ...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [cli, 'start', module, '--data', folder, ...args], {
    env: { ...process.env, TALLY_FILE: join(folder, 'tally.txt') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => void (await end(child, 'SIGKILL')));
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, url: /http:\S+/.exec(String(line))?.[0] ?? String(line) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  return child.exitCode;
}

function tickhouse(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, said: stdout + stderr });
    });
  });
}

async function enter(url: string): Promise<RoomOf<typeof tally>> {
  const client = connect(url, { WebSocket: WebSocket as never });
  const room = await client.join(tally, {}, { room: 'cave' });
  onTestFinished(async () => void (await room.leave()));
  return room;
}

test.each(['process', 'disk'])(
  'a room survives kill -9 with durability %s, and a stop',
  async (durability) => {
    const folder = newFolder();
    const first = await start(folder, '--port', '0', '--durability', durability);
    const { port } = new URL(first.url);
    const room = await enter(first.url);
    room.send('add', { amount: 3 });
    room.send('add', { amount: 4 });
    await until(room, ({ state }) => state.total === 7);
    const { tick, seat } = room;
    await end(first.child, 'SIGKILL');

    const second = await start(folder, '--port', port, '--durability', durability);
    await until(room, (now) => now.status === 'live' && now.tick > tick);
    expect([room.state.total, room.seat, room.id]).toEqual([7, seat, 'cave']);
    room.send('add', { amount: 5 });
    await until(room, ({ state }) => state.total === 12);
    expect(await end(second.child, 'SIGTERM')).toBe(0);

    const third = await start(folder, '--port', port, '--durability', durability);
    await until(room, (now) => now.status === 'live' && now.tick > tick + 2);
    expect(room.state.total).toBe(12);

    // Another server cannot have the folder meanwhile, nor can who wants to look into it.
    const other = await tickhouse('start', module, '--data', folder, '--port', '0');
    expect(other).toMatchObject({ code: 1, said: expect.stringContaining('DATA_DIR_IN_USE') });
    const look = ['replay', folder, '--game', module, '--room', 'cave'];
    expect((await tickhouse(...look)).said).toContain('DATA_DIR_IN_USE');
    await end(third.child, 'SIGTERM');

    const replayed = await tickhouse(...look);
    expect(replayed.code).toBe(0);
    for (const total of [3, 7, 12]) {
      expect(replayed.said).toMatch(new RegExp(`effect reached: total ${total}\\n`));
    }
    expect(replayed.said).toMatch(/verified: \d+ ticks, \d+ hashes, all as recorded/);
    expect((await tickhouse('replay', folder, '--game', module)).said).toMatch(
      /say which room.*cave \(tally\).*REPLAY_ROOM/,
    );
    // Done at least once; whoever keeps the keys counts each once.
    const done = readFileSync(join(folder, 'tally.txt'), 'utf8').trim().split('\n');
    expect(new Set(done).size).toBe(3);
  },
);

test.each([
  [['start'], 2, /start needs one MODULE/],
  [['start', module, '--port', 'http'], 2, /port http/],
  [['start', 'nowhere.js'], 1, /nowhere\.js cannot be loaded.*GAME_MODULE/],
  [['start', module, '--durability', 'ram'], 1, /durability = ram.*SERVER_OPTIONS/],
  [['start', module, '--data', '/dev/null/data'], 1, /DATA_DIR/],
] as const)('%j is refused in a sentence', async (args, code, words) => {
  const refused = await tickhouse(...args);
  expect(refused.code).toBe(code);
  expect(refused.said).toMatch(words);
});
