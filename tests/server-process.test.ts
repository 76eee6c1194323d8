// A server as a process: what it does when it is told to stop. Runs on dist, brought up to date first.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { defineGame, u8, u32 } from '../packages/tickhouse/src/index.ts';
import { visitor } from './support/house.ts';
import { opcodes, RawSocket, upgradeRequest } from './support/raw-socket.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const path = '/play/counter/arena';

/** The game of the process, as its clients know it. */
const counter = defineGame({
  name: 'counter',
  rulesVersion: 1,
  tickRate: 20,
  seats: 4,
  inputs: { add: { amount: u8 } },
  state: { total: u32 },
  step() {},
});

beforeAll(async () => {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const build = spawn(process.execPath, [tsc, '-b', 'packages/tickhouse'], {
    cwd: root,
    stdio: 'inherit',
  });
  expect(await once(build, 'exit')).toEqual([0, null]);
}, 120_000);

interface TinyServer {
  readonly process: ChildProcess;
  readonly ports: readonly number[];
  /** Its exit code and signal. */
  readonly exited: Promise<readonly [code: number | null, signal: string | null]>;
  /** What it complained of. */
  complaints(): string;
}

async function start(servers = 1, closeTimeoutMs = 3_000): Promise<TinyServer> {
  const args = ['tests/fixtures/tiny-server.mjs', `${servers}`, `${closeTimeoutMs}`];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let complaints = '';
  child.stderr.on('data', (piece) => {
    complaints += piece;
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const ports: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (ports.push(Number(line)) === servers) break;
  }
  return { process: child, ports, exited, complaints: () => complaints };
}

/** A client that is in, and never answers a close. */
async function muteClient(port: number): Promise<RawSocket> {
  const mute = new RawSocket(port);
  mute.socket.write(upgradeRequest(path));
  expect(await mute.status()).toBe(101);
  return mute;
}

describe.each(['SIGTERM', 'SIGINT'] as const)('at %s', (signal) => {
  test('players are told, sockets closed, and the process exits with 0', async () => {
    const server = await start();
    const [port = 0] = server.ports;
    const client = visitor(`ws://127.0.0.1:${port}`);
    const player = await client.join(counter, {}, { room: 'arena' });
    const watcher = await client.watch(counter, { room: 'arena' });
    const told = [player, watcher].map(
      (room) => new Promise((resolve) => room.onStatus((_status, reason) => resolve(reason?.code))),
    );
    server.process.kill(signal);
    expect(await Promise.all(told)).toEqual(['SERVER_CLOSING', 'SERVER_CLOSING']);
    expect(await server.exited).toEqual([0, null]);
    expect(server.complaints()).toBe('');
  });

  test('a client that never answers does not hold it beyond 4 s', async () => {
    const server = await start();
    const [port = 0] = server.ports;
    const mute = await muteClient(port);
    const idle = new RawSocket(port);
    idle.socket.write('GET /rooms HTTP/1.1\r\nHost: x\r\n');
    const startMs = performance.now();
    server.process.kill(signal);
    expect(await server.exited).toEqual([0, null]);
    expect(performance.now() - startMs).toBeLessThan(4_000);
    expect(await mute.ended).toBe(4016);
    expect(server.complaints()).toBe('');
  });

  test('two signals at once, as npm makes of one, are one wish; a later one ends it at once, with 1', async () => {
    const server = await start(1, 25_000);
    const mute = await muteClient(server.ports[0] ?? 0);
    for (const name of ['SIGTERM', 'SIGINT'] as const) server.process.kill(name);
    await mute.until(() => mute.frames.some(({ opcode }) => opcode === opcodes.close));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(server.process.exitCode).toBeNull();
    server.process.kill(signal);
    expect(await server.exited).toEqual([1, null]);
  });
});

test('two servers of one process both close before it exits', async () => {
  const server = await start(2);
  const rooms = [];
  for (const port of server.ports) {
    rooms.push(await visitor(`ws://127.0.0.1:${port}`).join(counter, {}, { room: 'arena' }));
  }
  const told = rooms.map(
    (room) => new Promise((resolve) => room.onStatus((_status, reason) => resolve(reason?.code))),
  );
  server.process.kill('SIGTERM');
  expect(await Promise.all(told)).toEqual(['SERVER_CLOSING', 'SERVER_CLOSING']);
  expect(await server.exited).toEqual([0, null]);
});
