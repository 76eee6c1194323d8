// Plain objects of scalars on the wire: inputs, events, effects, options, join data. Their shapes use
// the same kinds and ranges as the state.
//
//   values = each field in the author's order, as a cell; text = byte length nibbles · UTF-8 bytes

import {
  code,
  type FlatShape,
  type Leaf,
  layoutOf,
  measureText,
  rawOf,
  valueError,
} from '../state/index.ts';
import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { readCell, writeCell } from './cells.ts';
import { readTextField, writeTextField } from './text.ts';

/** A flat shape made ready to be written and read. */
export interface FlatLayout {
  readonly leaves: readonly Leaf[];
  /** Names the shape. */
  readonly hash: string;
}

/** What values look like to code that does not know their shape. */
export type AnyValues = Readonly<Record<string, unknown>>;

/** Prepares a shape that `checkFlatShape` lets pass. */
export function flatLayoutOf(shape: FlatShape): FlatLayout {
  const { root, hash } = layoutOf(shape);
  // The author's order; in the buffer they would lie in another.
  const leaves = Object.keys(shape).map(
    (name) => root.leaves.find(({ path }) => path === name) as Leaf,
  );
  return { leaves, hash };
}

/**
 * Writes an object's fields; `what` begins the path in errors: `turn.heading: expected one of …`.
 * @throws STATE_VALUE when a field is missing, unknown or does not fit; part may be written then
 */
export function writeValues(
  out: BitWriter,
  layout: FlatLayout,
  values: AnyValues,
  what: string,
): void {
  checkNames(layout, values, what);
  for (const leaf of layout.leaves) {
    const value = values[leaf.path];
    if (leaf.code !== code.text) {
      const raw = rawOf(leaf, value);
      if (Number.isNaN(raw)) throw valueError(`${what}.${leaf.path}`, leaf, value);
      writeCell(out, leaf, raw);
      continue;
    }
    const length = typeof value === 'string' ? measureText(value, leaf.limit) : -1;
    if (length < 0) throw valueError(`${what}.${leaf.path}`, leaf, value);
    writeTextField(out, value as string);
  }
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readValues(from: BitReader, layout: FlatLayout): AnyValues {
  const values: Record<string, unknown> = {};
  for (const leaf of layout.leaves) values[leaf.path] = readValue(from, leaf);
  return values;
}

function readValue(from: BitReader, leaf: Leaf): unknown {
  if (leaf.code === code.text) return readTextField(from, leaf);
  const raw = readCell(from, leaf);
  if (leaf.cell === code.bool) return raw === 1;
  return leaf.cell === code.oneOf ? leaf.values[raw] : raw;
}

function checkNames(layout: FlatLayout, values: AnyValues, what: string): void {
  for (const name in values) {
    const known = layout.leaves.some((leaf) => leaf.path === name);
    if (!known) throw valueError(`${what}.${name}`, noField, values[name]);
  }
}

// Only its words in an error are used: nothing fits a field that is not there.
const noField = { cell: code.oneOf, values: ['no field of this name'] } as unknown as Leaf;
