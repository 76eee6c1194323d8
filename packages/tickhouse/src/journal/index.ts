// The face of `journal`: what rooms did, kept; the contract of stores, and replays.

export { diskModule, openDiskLanes, openDiskStore } from './disk/disk-store.ts';
export type { DiskFiles } from './disk/disk-worker.ts';
export type { Durability } from './disk/sqlite.ts';
export { type Birth, tokenHashBytes } from './frames.ts';
export { type History, readBirths, readHistories, readRun } from './histories.ts';
export {
  type AskOfTick,
  type Checkpoint,
  type EffectOfTick,
  type EndRecord,
  type Journal,
  type JournalRecord,
  type LiveRoom,
  type LiveRooms,
  noJournal,
  type SeatHolder,
  type TickRecord,
} from './journal.ts';
export {
  commandsHash,
  defaultJournalLimits,
  type JournalLimits,
  LaneJournal,
} from './lane-journal.ts';
export { memoryStore } from './memory-store.ts';
export { bringOver, rebuild } from './rebuild.ts';
export type { Keyframe, Released } from './recorder.ts';
export {
  defaultRecordingLimits,
  type RecordingLimits,
  Recordings,
} from './recordings.ts';
export { firstDifference, Replay } from './replay.ts';
export { readHead, replayOf } from './replay-file.ts';
export {
  defaultReplayFolderLimits,
  ReplayFolder,
  type ReplayFolderLimits,
} from './replay-folder.ts';
export { SparseState } from './sparse-state.ts';
export type { Lanes, Store } from './store.ts';
export { Tail } from './tail.ts';
