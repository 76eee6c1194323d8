// The face of `host`: a process's rooms.

// What a transport needs of the rooms that a host hands out.
export { type Attachment, Payload, type Receiver, type Room } from '../room/index.ts';
export { bringBack } from './bring-back.ts';
export type { EffectHandlers, EffectSource } from './effects.ts';
export { Host } from './host.ts';
export type { HostOptions } from './host-options.ts';
export type { WorkHandlers, WorkSource } from './work.ts';
