// The face of `tickhouse/server`.

export { type ErrorCode, TickhouseError } from '../errors.ts';
export type { EffectSource } from '../host/index.ts';
export { type Attached, attach } from './attach.ts';
export type { AttachOptions, EffectsOf, Limits, ServeOptions } from './options.ts';
export { type RunningServer, serve } from './serve.ts';
