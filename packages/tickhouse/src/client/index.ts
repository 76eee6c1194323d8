// The face of `tickhouse/client`, for browsers and for Node.

export { type ErrorCode, TickhouseError } from '../errors.ts';
export type { ClientRoom, Status, StatusReason, Unsubscribe } from './client-room.ts';
export {
  type Client,
  type ConnectOptions,
  connect,
  type RoomChoice,
  type RoomOf,
} from './connect.ts';
