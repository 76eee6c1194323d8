// The balancer that the lessons' tests use.
import { ensureProgram } from './debian.mjs';

/**
 * The path of an HAProxy that can be started.
 *
 * @returns {string}
 */
export function ensureHaproxy() {
  return ensureProgram({
    name: 'HAProxy',
    variable: 'HAPROXY',
    places: ['/usr/sbin/haproxy', '/usr/bin/haproxy', '/usr/local/sbin/haproxy'],
    packages: ['haproxy'],
  });
}
