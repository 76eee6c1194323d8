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
  | 'serverClosing';

export const closeCodes: Readonly<Record<CloseName, number>> = {
  left: 4000,
  badMessage: 4001,
  tooManyMessages: 4002,
  helloTimeout: 4003,
  protocolVersion: 4004,
  schemaMismatch: 4005,
  unknownGame: 4006,
  roomNotFound: 4007,
  roomFull: 4008,
  badOptions: 4009,
  serverFull: 4010,
  replaced: 4011,
  tooSlow: 4012,
  silent: 4013,
  roomFailed: 4014,
  roomClosed: 4015,
  serverClosing: 4016,
};

/** The name of a close code; undefined for codes that are not ours. */
export function closeNameOf(code: number): CloseName | undefined {
  return (Object.keys(closeCodes) as CloseName[]).find((name) => closeCodes[name] === code);
}

/** Whether a client should come back by itself: a later attempt may succeed. */
export function mayRetry(name: CloseName): boolean {
  return ['serverFull', 'tooSlow', 'silent', 'serverClosing'].includes(name);
}

/** The error code of a close: `roomFull` is ROOM_FULL. */
export function errorCodeOf(name: CloseName): ErrorCode {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase() as ErrorCode;
}
