// The face of `journal`: what a room did, kept; the lane's contract, and replays.

export {
  diskModule,
  openDiskLanes,
  openDiskStore,
} from './disk/disk-store.ts';
export type { Durability } from './disk/sqlite.ts';
export { type Lane, memoryLane, type TickRecord } from './lane.ts';
export { memoryStore } from './memory-store.ts';
export { firstDifference, Replay } from './replay.ts';
export { readHead, replayOf } from './replay-file.ts';
export {
  defaultReplayFolderLimits,
  ReplayFolder,
  type ReplayFolderLimits,
} from './replay-folder.ts';
export type { Lanes, Store } from './store.ts';
export { Tail } from './tail.ts';
