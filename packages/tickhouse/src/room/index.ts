// The face of `room`: one live room, and the ports through which it speaks.

// What all rooms of a host write their messages with.
export { ServerMessages } from '../wire/index.ts';
export type { Attachment } from './attachment.ts';
export { Catalogue, isSamePlan } from './catalogue.ts';
export { defaultRoomLimits, type RoomLimits } from './limits.ts';
export type { Publication } from './publication.ts';
export { Payload, type Receiver } from './receiver.ts';
export { Room, type RoomOptions } from './room.ts';
