// What a client is told in words when its connection ends: at most 123 bytes, as a close frame allows.

import type { CloseName } from './close-codes.ts';

export const closeReasons: Readonly<Record<CloseName, string>> = {
  left: 'you left the room',
  badMessage: 'a message that the protocol does not have',
  tooManyMessages: 'more messages than a player may send',
  helloTimeout: 'no hello came in time',
  protocolVersion: 'client and server speak different versions of the protocol',
  schemaMismatch: 'your page is older than the server: reload it',
  unknownGame: 'this server does not have that game',
  roomNotFound: 'there is no such room: it may have closed',
  roomFull: 'every seat of the room is taken',
  badOptions: 'the room cannot be made with these options',
  serverFull: 'the server takes no more rooms: try again later',
  replaced: 'you are connected from somewhere else now',
  tooSlow: 'the connection was too slow for the room',
  silent: 'nothing was heard from you for too long',
  roomFailed: 'the room stopped because of an error in the game',
  roomClosed: 'the room was closed',
  serverClosing: 'the server is restarting: come back soon',
  roomRulesChanged: 'the game was changed: this room could not go on',
};
