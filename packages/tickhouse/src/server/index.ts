// The face of `tickhouse/server`.

export {
  type CallOptions,
  type Pool,
  type PoolOptions,
  type PoolStats,
  processPool,
  threadPool,
} from '../compute/index.ts';
export { type ErrorCode, TickhouseError } from '../errors.ts';
export type { EffectSource, WorkSource } from '../host/index.ts';
// For loops, tasks and conditions of your own beside the rooms.
export {
  type Clock,
  Condition,
  Loop,
  type LoopOptions,
  systemClock,
  Task,
  type TaskOptions,
  type TaskOutcome,
  type TaskState,
} from '../time/index.ts';
export { type Attached, attach } from './attach.ts';
export type { Route } from './front/index.ts';
export type { Endpoint, LocalWebSocket, TextSocket } from './gate/index.ts';
export type {
  AttachOptions,
  Durability,
  EffectsOf,
  Limits,
  ServeOptions,
  WorkOf,
} from './options.ts';
export { type RunningServer, serve } from './serve.ts';
