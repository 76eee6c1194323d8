// The face of `codec`: state and plain values as bytes.

export { BitReader, badValue } from './bit-reader.ts';
export { append, BitWriter } from './bit-writer.ts';
export { Changes } from './changes.ts';
export {
  type Chunk,
  chunkOf,
  damagedAt,
  type FileKind,
  fileHead,
  readChunks,
} from './chunks.ts';
export { Mirror } from './mirror.ts';
export { writeSnapshot } from './snapshot.ts';
export { readTextField, writeTextField } from './text.ts';
export type { FlatLayout } from './values.ts';
export { flatLayoutOf, readValues, writeValues } from './values.ts';
export { visibleBytes } from './visible.ts';
