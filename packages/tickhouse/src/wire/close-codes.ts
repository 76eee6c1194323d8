// Why a connection ends, in WebSocket close codes (RFC 6455 section 7.4.2 leaves 4000–4999 to
// applications). A client comes back by itself only where `retry` says that it may help.

import type { ErrorCode } from '../errors.ts';

export interface CloseReason {
  readonly code: number;
  /** The error code that a client's promise or status carries. */
  readonly name: ErrorCode;
  /** For people; at most 123 bytes of UTF-8, as a close frame allows. */
  readonly reason: string;
  readonly retry: boolean;
}

const reason = (code: number, name: ErrorCode, text: string, retry = false): CloseReason => ({
  code,
  name,
  reason: text,
  retry,
});

export const close: {
  readonly left: CloseReason;
  readonly badMessage: CloseReason;
  readonly tooManyMessages: CloseReason;
  readonly helloTimeout: CloseReason;
  readonly protocolVersion: CloseReason;
  readonly schemaMismatch: CloseReason;
  readonly unknownGame: CloseReason;
  readonly roomNotFound: CloseReason;
  readonly roomFull: CloseReason;
  readonly badOptions: CloseReason;
  readonly serverFull: CloseReason;
  readonly replaced: CloseReason;
  readonly tooSlow: CloseReason;
  readonly silent: CloseReason;
  readonly roomFailed: CloseReason;
  readonly roomClosed: CloseReason;
  readonly serverClosing: CloseReason;
} = {
  left: reason(4000, 'LEFT', 'you left the room'),
  badMessage: reason(4001, 'BAD_MESSAGE', 'a message that the protocol does not have'),
  tooManyMessages: reason(4002, 'TOO_MANY_MESSAGES', 'more messages than a player may send'),
  helloTimeout: reason(4003, 'HELLO_TIMEOUT', 'no hello came in time'),
  protocolVersion: reason(4004, 'PROTOCOL_VERSION', 'client and server speak different versions'),
  schemaMismatch: reason(4005, 'SCHEMA_MISMATCH', 'your page is older than the server: reload it'),
  unknownGame: reason(4006, 'UNKNOWN_GAME', 'this server does not have that game'),
  roomNotFound: reason(4007, 'ROOM_NOT_FOUND', 'there is no such room: it may have closed'),
  roomFull: reason(4008, 'ROOM_FULL', 'every seat of the room is taken'),
  badOptions: reason(4009, 'BAD_OPTIONS', 'the room cannot be made with these options'),
  serverFull: reason(4010, 'SERVER_FULL', 'the server takes no more rooms', true),
  replaced: reason(4011, 'REPLACED', 'you are connected from somewhere else now'),
  tooSlow: reason(4012, 'TOO_SLOW', 'the connection was too slow for the room', true),
  silent: reason(4013, 'SILENT', 'nothing was heard from you for too long', true),
  roomFailed: reason(4014, 'ROOM_FAILED', 'the room stopped because of an error in the game'),
  roomClosed: reason(4015, 'ROOM_CLOSED', 'the room was closed'),
  serverClosing: reason(4016, 'SERVER_CLOSING', 'the server is restarting: come back soon', true),
};

/** How code names a reason: `close.roomFull`. */
export type CloseName = keyof typeof close;

/** The reason behind a close code; undefined for codes that are not ours. */
export function closeReasonOf(code: number): CloseReason | undefined {
  return Object.values(close).find((one) => one.code === code);
}
