// Why clients ended, in words that say what to do.

import { TickhouseError } from '../../errors.ts';
import { closeNameOf, closeReasons, errorCodeOf } from '../../wire/index.ts';

const hints: Readonly<Record<string, string>> = {
  'HTTP 403': 'the server, or what stands before it, refuses the upgrade',
  'HTTP 404': 'there is no tickhouse at this address',
  'HTTP 429':
    'too many connections from one address: raise limits.connectionsPerAddressMax for the test, ' +
    'or run from the machine of the server',
  'HTTP 503': 'the server is closing',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  EMFILE: 'this process may not open so many sockets: raise `ulimit -n`',
  EADDRNOTAVAIL: 'this machine has no ports left: use fewer players, or several machines',
  'NO WEBSOCKET': 'what answers there speaks no WebSocket',
  SCHEMA_MISMATCH: 'the game of MODULE is not the one that the server runs',
  PROTOCOL_VERSION: 'the server has another version of tickhouse',
  1006: 'the connection broke',
  4002: 'too many messages: lower --inputs, or raise limits.messagesPerSecondMax',
  4004: 'the server has another version of tickhouse',
  4005: 'the game of MODULE is not the one that the server runs',
  4008: 'the rooms have fewer free seats than --players asks for',
};

/** `429: too many …`, or nothing where there is nothing to say. */
export function hintOf(why: string): string {
  const name = closeNameOf(Number(why));
  return hints[why] ?? (name === undefined ? '' : closeReasons[name]);
}

/** What to tell where nobody was let in. */
export function refusalOf(disconnects: ReadonlyMap<string, number>): TickhouseError {
  const [why = 'no answer'] = [...disconnects].sort(([, a], [, b]) => b - a)[0] ?? [];
  const name = closeNameOf(Number(why));
  const code = name === undefined ? 'CLIENT_UNREACHABLE' : errorCodeOf(name);
  const hint = hintOf(why);
  return new TickhouseError(code, `nobody got a seat: ${why}${hint && `, ${hint}`}`);
}
