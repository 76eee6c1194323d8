// The face of `game`: what an author writes (defineGame), and its pure advance.

export { type Blueprint, blueprintOf, blueprintWith } from './blueprint.ts';
export type {
  Command,
  InputCommand,
  PlainValues,
  ResultCommand,
  SeatCommand,
} from './commands.ts';
export { defineGame } from './define-game.ts';
export type {
  AnyGame,
  Context,
  DataOf,
  EffectData,
  EventOf,
  Game,
  GameDefinition,
  InputOf,
  PlayerContext,
  PlayerOf,
  Random,
  StepContext,
  WorkData,
  WorkResultOf,
} from './definition.ts';
export { canonical, type Occurrence, readEvents, readKind, writeKind } from './messages.ts';
export { migrate } from './migrate.ts';
export { openState } from './open-state.ts';
export { defaultOptions, type Options, optionsKey, parseOptions } from './options.ts';
export type { Ask, Effect } from './outlet.ts';
export { roomShape, type SystemShape } from './room-shape.ts';
export { sendsAt, ticksPerSendMax } from './send-rate.ts';
export { type Plan, planOf, type SeatFacts, Simulation } from './simulation.ts';
export { watchHashOf } from './watch-hash.ts';
