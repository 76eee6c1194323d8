// The face of `tickhouse/testing`: rooms, players and time under a test's control. Nothing here opens
// a socket or reads a clock, and a seed repeats everything.

export { ManualClock } from '../time/index.ts';
export { Bot } from './bot.ts';
export { createHouse, House, type HouseLimits, type HouseOptions } from './house.ts';
export { Rehearsal, type RehearsalOptions, rehearse } from './rehearsal.ts';
export type { AskOf, EffectOf, EventOf, SchemasOf } from './schemas.ts';
export { Seeded } from './seeded.ts';
export { SimulatedClient } from './simulated-client.ts';
