// The face of time/: clocks, fixed-timestep schedules and loops, tasks, conditions. It stands apart
// from rooms and games, which count ticks and never read a clock.

export type { Cancel, Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export { Condition } from './condition.ts';
export { FixedStep } from './fixed-step.ts';
export type { LatenessStats } from './lateness.ts';
export { Lateness } from './lateness.ts';
export type { LoopOptions } from './loop.ts';
export { Loop } from './loop.ts';
export { ManualClock } from './manual-clock.ts';
export type { TaskOptions, TaskOutcome, TaskState } from './task.ts';
export { Task } from './task.ts';
