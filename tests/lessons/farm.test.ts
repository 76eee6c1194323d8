// Lesson 3.6 with --servers: several servers behind a balancer, kept alive by one process; and how that
// one says in a sentence that it cannot.

import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ensureHaproxy } from '../../scripts/haproxy.mjs';
import { ensureNatsServer } from '../../scripts/nats-server.mjs';
import { LessonClient, lessonProgram, type RunningLesson, startLesson } from '../support/lesson.ts';
import { descendantsOf, isRunning } from '../support/processes.ts';
import { Program } from '../support/program.ts';

const tick = /^game loop says: tick \d+/;
const greeting = /^you play on the server with process (\d+)$/;
const programs = { HAPROXY: ensureHaproxy(), NATS_SERVER: ensureNatsServer() };

/** All that the program has started ends with the test, whatever it does. */
function endAllOf({ program }: RunningLesson): void {
  onTestFinished(() => {
    for (const pid of descendantsOf(program.pid)) process.kill(pid, 'SIGKILL');
  });
}

/** A farm of three, and 30 players who were let in by its balancer. */
async function startFarm() {
  const farm = await startLesson('3.6', programs, ['--servers', '3']);
  endAllOf(farm);
  const players = await Promise.all(Array.from({ length: 30 }, () => player(farm)));
  return { farm, players };
}

interface Player {
  readonly client: LessonClient;
  /** The process of the server that it plays on. */
  readonly pid: number;
}

async function player(farm: RunningLesson): Promise<Player> {
  const client = await LessonClient.open(farm);
  return { client, pid: Number(greeting.exec(await client.hears(greeting))?.[1]) };
}

function serversOf(players: readonly Player[]): number[] {
  return [...new Set(players.map(({ pid }) => pid))];
}

test('a farm: players on three servers hear each other; a killed server returns meanwhile', async () => {
  const { farm, players } = await startFarm();
  const servers = serversOf(players);
  expect(servers).toHaveLength(3);
  for (const pid of servers) {
    expect(players.filter((one) => one.pid === pid).length).toBeGreaterThan(5);
  }
  const [killed, ...others] = servers as [number, ...number[]];
  const one = players.find(({ pid }) => pid === others[0]) as Player;
  one.client.send('65');
  for (const { client, pid } of players) {
    if (pid !== one.pid) await client.hears(`a player of process ${one.pid} pressed 65`);
  }

  process.kill(killed, 'SIGKILL');
  const lost = players.filter(({ pid }) => pid === killed);
  const kept = players.filter(({ pid }) => pid !== killed);
  await Promise.all(lost.map(({ client }) => client.closed));
  // Those who were lost are let in again at once, and the others have noticed nothing.
  const back = await Promise.all(lost.map(() => player(farm)));
  for (const { client } of [...kept, ...back]) {
    client.send('66');
    await client.hears('Pressed key code: 66');
    await client.hears(tick);
  }
  await farm.program.printed(/ended \(SIGKILL\); it is started again\n/);
  const isNew = ({ pid }: Player): boolean => !servers.includes(pid);
  // With the fewest connections, it gets the next ones as soon as the balancer knows of it.
  let newcomer = await player(farm);
  while (!isNew(newcomer)) newcomer = await player(farm);
  await newcomer.client.hears(tick);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'no process of a farm is left behind after %s',
  async (signal) => {
    const { farm, players } = await startFarm();
    await Promise.all(players.slice(0, 3).map(({ client }) => client.hears(tick)));
    // Three servers with a worker each, the balancer, the broker.
    await expect.poll(() => descendantsOf(farm.program.pid).length).toBeGreaterThanOrEqual(8);
    const all = descendantsOf(farm.program.pid);
    await farm.program.stop(signal);
    await expect.poll(() => all.filter(isRunning), { timeout: 15_000 }).toEqual([]);
  },
);

test('a server that stands still for a second keeps its players', async () => {
  const { players } = await startFarm();
  const [stopped] = serversOf(players) as [number];
  process.kill(stopped, 'SIGSTOP');
  // The balancer looks at it twice meanwhile.
  await sleep(1_000);
  process.kill(stopped, 'SIGCONT');
  for (const { client } of players) {
    client.send('65');
    await client.hears('Pressed key code: 65');
  }
  expect(players.map(({ client }) => client.socket.readyState)).toEqual(players.map(() => 1));
});

describe('Ctrl-C', () => {
  /** A folder in which nothing may be left. */
  function temporary(): { folder: string; env: Record<string, string> } {
    const folder = mkdtempSync(join(tmpdir(), 'lesson-tmp-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return { folder, env: { ...programs, TMPDIR: folder } };
  }

  test.each([
    ['a lesson', []],
    ['a farm', ['--servers', '2']],
  ])('that comes twice, as npm hands it on, ends %s cleanly', async (_name, options) => {
    const { folder, env } = temporary();
    const lesson = await startLesson('3.6', env, options);
    endAllOf(lesson);
    const client = await LessonClient.open(lesson);
    await client.hears(tick);
    const all = descendantsOf(lesson.program.pid);
    process.kill(lesson.program.pid, 'SIGINT');
    expect(await lesson.program.stop('SIGINT')).toEqual({ code: 0, signal: null });
    await expect.poll(() => all.filter(isRunning)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that comes again later ends a farm at once, and leaves nothing either', async () => {
    const { folder, env } = temporary();
    const farm = await startLesson('3.6', env, ['--servers', '2']);
    endAllOf(farm);
    const all = descendantsOf(farm.program.pid);
    // It cannot end by itself now, so a clean end would take until it is killed.
    const [, stopped] = await farm.program.printed(/server 1 started as process (\d+)\n/);
    process.kill(Number(stopped), 'SIGSTOP');
    const presses = setInterval(() => process.kill(farm.program.pid, 'SIGINT'), 300);
    const end = await farm.program.ended().finally(() => clearInterval(presses));
    expect(end).toEqual({ code: 1, signal: null });
    await expect.poll(() => all.filter(isRunning)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a farm that cannot be says why and ends with a 1', () => {
  async function refusal(env: Record<string, string>, servers = '3'): Promise<string> {
    const program = lessonProgram('main', ['3.6', '--servers', servers], { ...programs, ...env });
    expect(await program.ended()).toEqual({ code: 1, signal: null });
    expect(program.output).not.toMatch(/^ +at /m);
    await expect.poll(() => descendantsOf(program.pid)).toEqual([]);
    return program.output;
  }

  /** The port on which a foreign program answers whoever comes, not among those of clients. */
  async function foreignPort(): Promise<number> {
    const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    return port;
  }

  test.each([
    ['the balancer', 0],
    ['the broker', 1],
    ['a server', 3],
  ])('where another program has the port of %s', async (_name, place) => {
    const port = await foreignPort();
    const said = await refusal({ PORT: String(port - place) });
    expect(said).toContain(`cannot listen on 127.0.0.1:${port} (EADDRINUSE)`);
    expect(said).toContain('LESSON_PORT');
  });

  test.each([
    [{ NATS_URL: 'nats://127.0.0.1:1' }, '2', /no broker answers at NATS_URL[\s\S]*LESSON_FARM/],
    [{ HAPROXY: '/etc/passwd' }, '2', /HAPROXY=\/etc\/passwd: .*LESSON_PROGRAM/],
    [{ HAPROXY: '/bin/false' }, '2', /balancer ended \(1\).*LESSON_FARM/],
    [{ HOST: '192.0.2.1' }, '2', /192\.0\.2\.1:\d+ \(EADDRNOTAVAIL\).*LESSON_PORT/],
    [{ PORT: '65534' }, '3', /PORT=65534: 5 ports .*LESSON_SETTING/],
    [{}, '2.7', /--servers 2\.7: .*whole number from 1 to 8 \(LESSON_SETTING\)/],
    [{}, '9', /LESSON_SETTING/],
    [{}, '3 4', /LESSON_SETTING/],
  ])('with %j and --servers %s', async (env, servers, sentence) => {
    expect(await refusal(env, servers)).toMatch(sentence);
  });
});

test('a farm listens for players where HOST says, and for nobody else', async () => {
  const env = { ...programs, HOST: '127.0.0.2', PORT: '0' };
  const farm = lessonProgram('main', ['3.6', '--servers', '1'], env);
  const [, url = ''] = await farm.printed(/ is on (http:\/\/127\.0\.0\.2:\d+)\n/);
  const about = (await (await fetch(`${url}/lesson`)).json()) as { number: string };
  expect(about.number).toBe('3.6');
  await expect(fetch(url.replace('127.0.0.2', '127.0.0.1'))).rejects.toThrow();
});

test('npm that takes --servers for its own hands it on', async () => {
  const script = new URL('../../scripts/lesson.mjs', import.meta.url);
  const start = (args: string[], servers: string): Program =>
    new Program(process.execPath, [fileURLToPath(script), ...args], {
      npm_config_servers: servers,
    });
  for (const program of [start(['3.1'], '3'), start(['3.1', '3'], 'true')]) {
    expect((await program.ended()).code).toBe(1);
    expect(program.output).toContain('--servers 3: only 3.6 has an option');
  }
});
