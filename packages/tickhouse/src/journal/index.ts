// The face of `journal`: what a room did, kept; the lane's contract, and replays.

export { type Lane, memoryLane, type TickRecord } from './lane.ts';
export type { Keyframe, Released } from './recorder.ts';
export {
  defaultRecordingLimits,
  type RecordingLimits,
  Recordings,
} from './recordings.ts';
export { firstDifference, Replay } from './replay.ts';
export { readHead } from './replay-file.ts';
export {
  defaultReplayFolderLimits,
  ReplayFolder,
  type ReplayFolderLimits,
} from './replay-folder.ts';
export { Tail } from './tail.ts';
