// The face of `journal`: what a room did, and where that is kept.

export { type Lane, memoryLane, type TickRecord } from './lane.ts';
