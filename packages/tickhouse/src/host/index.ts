// The face of `host`: a process's rooms.

// What a transport needs of the rooms that a host hands out.
export { type Attachment, Payload, type Receiver, type Room } from '../room/index.ts';
export type { EffectHandler, EffectHandlers, EffectSource } from './effects.ts';
export { Host, type HostOptions, type Refusal, type RoomFacts, type Wish } from './host.ts';
