// The ports of a farm. Several programs will listen there, none of which knows of the others: so all are
// looked at before the first is started.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Address, addressOf } from './address.ts';
import { LessonError } from './lesson-error.ts';
import type { Settings } from './settings.ts';

const portMax = 65_535;

/**
 * Ports from PORT on, the first of them at HOST and the others on this machine only. Where PORT is 0, free
 * ones, below those that systems give to whoever connects.
 * @throws LESSON_SETTING when there are not as many, LESSON_PORT when one cannot be listened on
 */
export async function portsFrom(settings: Settings, count: number): Promise<number[]> {
  const { port, host } = settings;
  const from = port > 0 ? port : 10_000 + Math.floor(Math.random() * 20_000);
  if (from + count - 1 > portMax) {
    const why = `${count} ports from there on are needed, and the last is ${portMax}`;
    throw new LessonError('LESSON_SETTING', `PORT=${port}: ${why}`);
  }
  const ports = Array.from({ length: count }, (_, i) => from + i);
  for (const [i, one] of ports.entries()) {
    const address = { host: i === 0 ? host : '127.0.0.1', port: one };
    const fault = await faultOf(address);
    if (fault === undefined) continue;
    if (port === 0 && fault === 'EADDRINUSE') return portsFrom(settings, count);
    const advice = `set HOST, or PORT to the first of ${count} free ports`;
    const why = `cannot listen on ${addressOf(address)} (${fault})`;
    throw new LessonError('LESSON_PORT', `${why}: stop what listens there, or ${advice}`);
  }
  return ports;
}

/** Why nothing can listen there; undefined where it can. */
async function faultOf(address: Address): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(address), 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  await once(server.close(), 'close');
  return undefined;
}
