// Top scores of the built game: kept in a thread, outliving restarts, kill -9 and disks that take
// nothing, in real files and processes.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { botIntent, snake } from '../games/snake/src/rules/index.ts';
import {
  openScores,
  type Scores,
  type ScoreThread,
} from '../games/snake/src/server/scores/scores.ts';
import { type Pool, threadPool } from '../packages/tickhouse/dist/server/index.js';
import type { EffectSource } from '../packages/tickhouse/src/server/index.ts';
import { type ServedSnake, serveSnake } from '../scripts/served-snake.mjs';
import { ClassicClient } from './support/classic-client.ts';
import { until } from './support/honest.ts';
import { rejectionOf, visitor } from './support/house.ts';

const main = fileURLToPath(new URL('../games/snake/dist/server/main.js', import.meta.url));
const thread = new URL('../games/snake/dist/server/scores/score-thread.js', import.meta.url);
const isLinux = process.platform === 'linux';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'snake-data-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

/** The rows that are kept, read beside the server. */
function rows(): { name: string; points: number; key: string }[] {
  const database = new Database(join(dataDir, 'scores.db'));
  try {
    return database.prepare('SELECT name, points, key FROM scores ORDER BY number').all() as never;
  } finally {
    database.close();
  }
}

describe('the thread of scores', () => {
  const ann = { name: 'Ann', points: 5, colour: 1 };

  function source(tick: number): EffectSource {
    const [game, room, run] = ['snake', 'lobby', '7k3mqx92'];
    return { game, room, run, tick, key: `${game}/${room}/${run}/${tick}/0` };
  }

  async function open(lines: string[] = []): Promise<Scores> {
    const pool = threadPool<ScoreThread>(thread, { workers: 1 });
    const scores = await openScores(dataDir, pool, (line) => lines.push(line));
    onTestFinished(() => scores.close());
    return scores;
  }

  test('an effect done many times counts once: at once, later, and after a restart', async () => {
    const first = await open();
    await Promise.all(Array.from({ length: 20 }, () => first.keep(ann, source(1))));
    await first.keep(ann, source(1));
    await first.close();
    const again = await open();
    await again.keep(ann, source(1));
    await again.keep(ann, source(2));
    await again.keep({ ...ann, points: 0 }, source(3));
    expect(again.top.list).toEqual([{ ...ann, run: '7k3mqx92', tick: 1 }]);
    expect(rows().map(({ key }) => key)).toEqual([source(1).key, source(2).key]);
  });

  test('what another program keeps from being written waits, in the list, and is written then', async () => {
    const lines: string[] = [];
    const scores = await open(lines);
    const other = new Database(join(dataDir, 'scores.db'));
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    const kept = scores.keep(ann, source(1));
    await expect.poll(() => lines).toEqual([expect.stringContaining('another program')]);
    expect(scores.top.list).toMatchObject([ann]);
    other.exec('ROLLBACK');
    await kept;
    expect(lines.slice(1)).toEqual([expect.stringContaining('writes scores again: one score')]);
    expect(rows()).toMatchObject([{ name: 'Ann', points: 5 }]);
  });

  test('what waits when it closes is told, and closing ends', async () => {
    const lines: string[] = [];
    const scores = await open(lines);
    const other = new Database(join(dataDir, 'scores.db'));
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    const kept = rejectionOf(scores.keep(ann, source(1)));
    await expect.poll(() => lines).toHaveLength(1);
    await scores.close();
    expect(await kept).toBe('SNAKE_SCORES_WRITE');
    expect(lines.slice(1)).toEqual([expect.stringContaining('ends without one score')]);
    expect(await rejectionOf(scores.keep(ann, source(2)))).toBe('SNAKE_SCORES_WRITE');
  });
});

test('a disk that does not answer holds up no closing: what waits is told', async () => {
  const answers = [Promise.resolve([]), new Promise(() => {})];
  const hanging = { run: () => answers.shift(), close: async () => {} } as unknown;
  const lines: string[] = [];
  const scores = await openScores(dataDir, hanging as Pool<ScoreThread>, (line) =>
    lines.push(line),
  );
  const source = { game: 'snake', room: 'lobby', run: '7k3mqx92', tick: 1, key: 'a' };
  const kept = rejectionOf(scores.keep({ name: 'Ann', points: 5, colour: 1 }, source));
  await scores.close();
  expect(await kept).toBe('SNAKE_SCORES_WRITE');
  expect(lines).toEqual([expect.stringMatching(/ends without one score .*does not answer/)]);
});

describe('the server', () => {
  async function serveHere(): Promise<ServedSnake> {
    const server = await serveSnake(0, dataDir);
    onTestFinished(async () => void (await server.stop()));
    return server;
  }

  async function topOf({ url }: ServedSnake): Promise<unknown[]> {
    const answer = await fetch(`${url}/top-scores`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    return ((await answer.json()) as { scores: unknown[] }).scores;
  }

  /** Plays one game in which something is eaten; resolves with its points when it is over. */
  async function play(server: ServedSnake, name: string): Promise<number> {
    const options = { speed: 'fast', company: 0, stones: false } as const;
    const player = { name, bot: false };
    const room = await visitor(server.url).join(snake, player, { room: 'private', options });
    const seat = room.seat ?? 0;
    const own = () => room.state.snakes.at(seat);
    for (;;) {
      room.send('play');
      await until(room, () => own()?.alive);
      // It steers well until it has eaten, then goes straight on to the border.
      await until(room, () => {
        const intent = own()?.score === 0 && botIntent(room.state, seat, room.tick, 'hard');
        if (intent && intent.kind === 'turn') room.send('turn', { heading: intent.heading });
        return own()?.alive === false;
      });
      const points = own()?.score ?? 0;
      if (points > 0) {
        await room.leave();
        return points;
      }
    }
  }

  test('a score that was told outlives kill -9, with what leads to its match', async () => {
    const server = await serveHere();
    const points = await play(server, 'Ann');
    const told = {
      name: 'Ann',
      points,
      colour: expect.any(Number),
      run: expect.stringMatching(/^[0-9a-z]{8}$/),
      tick: expect.any(Number),
    };
    await expect.poll(() => topOf(server)).toEqual([told]);
    const before = await topOf(server);
    expect(await server.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    const again = await serveHere();
    expect(await topOf(again)).toEqual(before);
    const [{ key } = { key: '' }] = rows();
    const [{ run, tick }] = before as [{ run: string; tick: number }];
    expect(key).toContain(`/${run}/${tick}/`);
  });

  test('the list of the earlier version is taken in once, told over HTTP and to classic clients', async () => {
    const path = join(dataDir, 'top-scores.json');
    const ann = { name: 'Ann', points: 12, colour: 4 };
    writeFileSync(path, JSON.stringify({ version: 1, scores: [ann] }));
    const server = await serveHere();
    expect(await topOf(server)).toEqual([ann]);
    await server.stop();
    expect(readdirSync(dataDir)).toContain('top-scores.json.imported');
    expect(readdirSync(dataDir)).not.toContain('top-scores.json');
    const again = await serveHere();
    expect(await topOf(again)).toEqual([ann]);
    expect((await fetch(`${again.url}/top-scores`, { method: 'POST' })).status).toBe(405);
    const classic = await new ClassicClient(again.url).enter('Bob');
    expect(classic.last('top_scores')).toEqual(['top_scores', [['Ann', 12, 4]]]);
  });

  test('ends with its thread, and leaves everything in the one file', async () => {
    const server = await serveHere();
    const points = await play(server, 'Ann');
    await expect.poll(() => topOf(server)).toMatchObject([{ name: 'Ann', points }]);
    expect(await server.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    for (const file of ['scores.db-wal', 'scores.db-shm']) {
      rmSync(join(dataDir, file), { force: true });
    }
    expect(rows()).toMatchObject([{ name: 'Ann', points }]);
  });

  test.runIf(isLinux)(
    'a disk that takes nothing is told once; nothing is lost when it does again',
    async () => {
      const server = await serveHere();
      const limit = (bytes: string) =>
        execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`]);
      limit('0');
      const points = await play(server, 'Ann');
      await expect.poll(() => server.output()).toMatch(/cannot write scores .*SNAKE_SCORES_WRITE/);
      expect(server.output()).toContain('the disk refuses to write');
      expect(await topOf(server)).toMatchObject([{ name: 'Ann', points }]);
      expect(rows()).toEqual([]);
      limit('unlimited');
      await expect.poll(() => server.output()).toContain('writes scores again: one score');
      expect(server.output().match(/SNAKE_SCORES_WRITE/g)).toHaveLength(2);
      await server.stop('SIGKILL');
      expect(await topOf(await serveHere())).toMatchObject([{ name: 'Ann', points }]);
    },
  );
});

describe('a start that cannot keep scores ends with one sentence and a code', () => {
  function start(folder: string, command = 'exec "$@"'): string {
    const args = ['-c', command, 'sh', process.execPath, main];
    const { status, stdout, stderr } = spawnSync('sh', args, {
      env: { ...process.env, PORT: '0', DATA_DIR: folder },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Snake cannot start: [^\n]*\n$/);
    return stderr;
  }

  test.each([
    ['top-scores.json', 'not JSON'],
    ['scores.db', 'no database, a text '.repeat(400)],
  ])('%s is damaged: it stays as it is', (name, text) => {
    const path = join(dataDir, name);
    writeFileSync(path, text);
    const said = start(dataDir);
    expect(said).toContain('(SNAKE_SCORES_FILE)');
    expect(said).toContain(`${path} is damaged`);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('scores.db is of a newer version: it stays as it is', () => {
    const path = join(dataDir, 'scores.db');
    const newer = new Database(path);
    newer.exec('CREATE TABLE matches (id TEXT); PRAGMA user_version = 2');
    newer.close();
    const before = readFileSync(path);
    const said = start(dataDir);
    expect(said).toContain('newer version');
    expect(said).toContain('(SNAKE_SCORES_FILE)');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('the folder is none', () => {
    expect(start(main)).toMatch(/it is no folder.*\(SNAKE_DATA_DIR\)/);
  });

  test.runIf(isLinux)('nothing can be made in the folder, or written to it', () => {
    expect(start('/proc')).toMatch(/\/proc, cannot be used.*\(SNAKE_DATA_DIR\)/);
    const said = start(dataDir, 'ulimit -f 0; exec "$@"');
    expect(said).toMatch(/the disk refuses to write.*\(SNAKE_DATA_DIR\)/);
  });

  test('its port is taken: the thread ends with it', async () => {
    const server = await serveSnake(0, dataDir);
    onTestFinished(async () => void (await server.stop()));
    const said = start(dataDir, `DURABILITY=memory PORT=${server.port} exec "$@"`);
    expect(said).toContain('(SERVER_PORT)');
  });
});
