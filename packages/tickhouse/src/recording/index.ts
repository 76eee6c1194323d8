// The face of `recording`: the file of what a spectator was sent.

export {
  mendRecording,
  packMessages,
  type RecordingHead,
  readRecording,
  recordingBegin,
  recordingEnd,
  recordingKind,
  recordingStretch,
  type Stretch,
  unpackMessages,
} from './recording-file.ts';
