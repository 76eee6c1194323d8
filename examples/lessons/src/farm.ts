// Lesson 3.6 on several cores: servers of one core each on ports of their own, a balancer before them, a
// broker between them, and this process, which starts again whoever dies.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { closingSignal } from './classroom.ts';
import { haproxyConfig } from './haproxy.ts';
import { keepAlive, programPath } from './keep-alive.ts';
import type { Settings } from './settings.ts';

const lookMs = 50;

/** Runs until it is told to end; then all that it started has ended too. */
export async function runFarm(count: number, { port, natsUrl }: Settings): Promise<void> {
  const closing = closingSignal();
  const [haproxy, setpriv] = [programPath('haproxy'), programPath('setpriv')];
  const [front = 0, brokerPort = 0, ...ports] = await portsFrom(port, count + 2);
  const broker = natsUrl ?? `nats://127.0.0.1:${brokerPort}`;
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-farm-'));
  const config = join(folder, 'haproxy.cfg');
  writeFileSync(config, haproxyConfig(front, ports));

  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const keep = (name: string, command: readonly string[], env = {}): Promise<void> =>
    keepAlive({ name, command: [setpriv, '--pdeathsig', 'KILL', ...command], env, closing });
  const kept: Promise<void>[] = [];
  if (natsUrl === undefined) {
    const options = ['--addr', '127.0.0.1', '--port', String(brokerPort)];
    const log = ['--log', join(folder, 'broker.log')];
    kept.push(keep('broker', [programPath('nats-server'), ...options, ...log]));
    await listens(brokerPort, closing);
  }
  ports.forEach((one, i) => {
    const env = { PORT: String(one), NATS_URL: broker };
    kept.push(keep(`server ${i + 1}`, [process.execPath, main, '3.6'], env));
  });
  for (const one of ports) await listens(one, closing);
  kept.push(keep('balancer', [haproxy, '-db', '-f', config]));
  await listens(front, closing);
  console.log(`${count} servers on ports ${ports.join(', ')}`);
  console.log(`Lesson 3.6, Processes, is on http://localhost:${front}`);
  await Promise.all(kept);
  rmSync(folder, { recursive: true, force: true });
}

/** Resolves when something listens on a port of this machine, or everything is to end. */
async function listens(port: number, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await sleep(lookMs, undefined, { signal: closing }).catch(() => {});
  }
}

/** Ports from this one on; free ones where it is 0, below those that systems give to whoever connects. */
async function portsFrom(first: number, count: number): Promise<number[]> {
  for (;;) {
    const from = first > 0 ? first : 10_000 + Math.floor(Math.random() * 20_000);
    const ports = Array.from({ length: count }, (_, i) => from + i);
    if (first > 0 || (await areFree(ports))) return ports;
  }
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = ports.map((port) => createServer().listen(port, '127.0.0.1'));
  const heard = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
  const closed = servers.filter((server) => server.listening).map((server) => server.close());
  await Promise.all(closed.map((server) => once(server, 'close')));
  return heard.every(({ status }) => status === 'fulfilled');
}
