// Why a connection ends, in WebSocket close codes (RFC 6455 section 7.4.2 leaves 4000–4999 to
// applications). The words for people stand apart (close-reasons.ts): only servers carry them.

import type { ErrorCode } from '../errors.ts';

export type CloseName =
  | 'left'
  | 'badMessage'
  | 'tooManyMessages'
  | 'helloTimeout'
  | 'protocolVersion'
  | 'schemaMismatch'
  | 'unknownGame'
  | 'roomNotFound'
  | 'roomFull'
  | 'badOptions'
  | 'serverFull'
  | 'replaced'
  | 'tooSlow'
  | 'silent'
  | 'roomFailed'
  | 'roomClosed'
  | 'serverClosing'
  | 'roomRulesChanged';

/** By close code, from 4000 on: a new one stands at the end. */
const names: readonly CloseName[] = [
  'left',
  'badMessage',
  'tooManyMessages',
  'helloTimeout',
  'protocolVersion',
  'schemaMismatch',
  'unknownGame',
  'roomNotFound',
  'roomFull',
  'badOptions',
  'serverFull',
  'replaced',
  'tooSlow',
  'silent',
  'roomFailed',
  'roomClosed',
  'serverClosing',
  'roomRulesChanged',
];

export const closeCodes: Readonly<Record<CloseName, number>> = /* @__PURE__ */ Object.fromEntries(
  names.map((name, i) => [name, 4000 + i]),
) as Record<CloseName, number>;

/** The name of a close code; undefined for codes that are not ours. */
export function closeNameOf(code: number): CloseName | undefined {
  return names[code - 4000];
}

/** Whether a client should come back by itself: a later attempt may succeed. */
export function mayRetry(name: CloseName): boolean {
  return ['serverFull', 'tooSlow', 'silent', 'serverClosing'].includes(name);
}

/** The error code of a close: `roomFull` is ROOM_FULL. */
export function errorCodeOf(name: CloseName): ErrorCode {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase() as ErrorCode;
}
