// The face of `host`: a process's rooms.

export type { EffectHandler, EffectHandlers, EffectSource } from './effects.ts';
export { Host, type HostOptions, type RoomFacts } from './host.ts';
