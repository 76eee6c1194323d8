// The face of `wire`: messages between client and server, their bytes, version and close codes.

export { type Address, type Facts, parseAddress, pathOf } from './address.ts';
export {
  type ClientMessage,
  type Hello,
  readClientMessage,
  writeAck,
  writeHello,
  writeInput,
  writePing,
} from './client-messages.ts';
export { type CloseName, closeCodes, closeNameOf, errorCodeOf, mayRetry } from './close-codes.ts';
export { closeReasons } from './close-reasons.ts';
export { type Bye, messageType, readBye, writeBye } from './fields.ts';
export {
  heldPerMs,
  type Refusal,
  readServerMessage,
  readWelcome,
  ServerMessages,
  type Welcome,
} from './server-messages.ts';
