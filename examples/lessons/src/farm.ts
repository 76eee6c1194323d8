// Lesson 3.6 on several cores: servers of one core each on ports of their own, a balancer before them, a
// broker between them, and this process, which starts again whoever dies.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { urlOf } from './address.ts';
import { haproxyConfig } from './haproxy.ts';
import { keepAlive } from './keep-alive.ts';
import { portsFrom } from './ports.ts';
import { programPath } from './program-path.ts';
import type { Settings } from './settings.ts';

/**
 * Resolves when players can come, or everything is to end; all that it starts ends with this process.
 * @throws LESSON_PROGRAM, LESSON_PORT, LESSON_SETTING, LESSON_FARM
 */
export async function runFarm(
  count: number,
  settings: Settings,
  closing: AbortSignal,
): Promise<void> {
  const { host, natsUrl } = settings;
  const [haproxy, setpriv] = [programPath('haproxy'), programPath('setpriv')];
  const [front = 0, brokerPort = 0, ...ports] = await portsFrom(settings, count + 2);
  const keep = (name: string, command: readonly string[], ready: RegExp, env = {}) =>
    keepAlive({ name, command: [setpriv, '--pdeathsig', 'KILL', ...command], ready, env, closing });

  const local = '127.0.0.1';
  if (natsUrl === undefined) {
    const options = ['--addr', local, '--port', String(brokerPort)];
    await keep('broker', [programPath('nats-server'), ...options], /Server is ready/);
  }
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const broker = natsUrl ?? `nats://${local}:${brokerPort}`;
  const servers = ports.map((port, i) => {
    const env = { HOST: local, PORT: String(port), NATS_URL: broker };
    return keep(`server ${i + 1}`, [process.execPath, main, '3.6'], / is on http:/, env);
  });
  await Promise.all(servers);

  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-farm-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'haproxy.cfg');
  writeFileSync(config, haproxyConfig({ host, port: front }, ports));
  await keep('balancer', [haproxy, '-db', '-f', config], /Health check for server \S+ succeeded/);

  if (closing.aborted) return;
  console.log(`${count} servers on ports ${ports.join(', ')}`);
  console.log(`Lesson 3.6, Processes, is on ${urlOf({ host, port: front })}`);
}
