// The broker that the lessons' tests use.
import { ensureProgram } from './debian.mjs';

/**
 * The path of a nats-server that can be started.
 *
 * @returns {string}
 */
export function ensureNatsServer() {
  return ensureProgram({
    name: 'nats-server',
    variable: 'NATS_SERVER',
    places: ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'],
    packages: ['nats-server'],
  });
}
