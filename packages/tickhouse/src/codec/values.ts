// Plain objects of scalars on the wire: inputs, events, effects, options, join data. Their shapes use
// the same kinds and ranges as the state.
//
//   values = each field in the author's order, as a cell; text = byte length nibbles · UTF-8 bytes

import { TickhouseError } from '../errors.ts';
import {
  code,
  type FlatShape,
  type Layout,
  type Leaf,
  layoutOf,
  measureText,
  rawOf,
  readText,
  valueError,
  writeText,
} from '../state/index.ts';
import { type BitReader, badValue } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { readCell, writeCell } from './cells.ts';

/** A flat shape made ready to be written and read. */
export interface FlatLayout {
  readonly leaves: readonly Leaf[];
  /** Names the shape. */
  readonly hash: string;
}

/** What values look like to code that does not know their shape. */
export type AnyValues = Readonly<Record<string, unknown>>;

/** @throws STATE_SCHEMA */
export function flatLayoutOf(shape: FlatShape): FlatLayout {
  const layout: Layout = layoutOf(shape);
  // The author's order; in the buffer they would lie in another.
  const leaves = Object.keys(shape).map((name) => {
    const leaf = layout.root.leaves.find(({ path }) => path === name);
    if (leaf !== undefined && leaf.code <= code.text) return leaf;
    throw new TickhouseError('STATE_SCHEMA', `${name}: only single values can stand here`);
  });
  return { leaves, hash: layout.hash };
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
    const bytes = new Uint8Array(length);
    writeText(bytes, 0, value as string);
    out.nibbles(length);
    out.bytes(bytes, 0, length);
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

/** Text of at most `leaf.limit` code points. @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readTextField(from: BitReader, leaf: Leaf): string {
  const length = from.nibbles();
  if (length > 4 * leaf.limit) throw badValue(`a text longer than ${leaf.path} holds`);
  const bytes = from.bytes(length);
  return checkText(leaf, bytes);
}

/** The text that the bytes are, where the leaf can hold it. @throws CODEC_VALUE */
export function checkText(leaf: Leaf, bytes: Uint8Array): string {
  let value: string;
  try {
    value = readText(bytes, 0, bytes.length);
  } catch {
    throw badValue(`bytes in ${leaf.path} that are no UTF-8`);
  }
  if (measureText(value, leaf.limit) < 0) throw badValue(`a text longer than ${leaf.path} holds`);
  return value;
}

function checkNames(layout: FlatLayout, values: AnyValues, what: string): void {
  for (const name in values) {
    const known = layout.leaves.some((leaf) => leaf.path === name);
    if (!known) throw valueError(`${what}.${name}`, noField, values[name]);
  }
}

// Only its words in an error are used: nothing fits a field that is not there.
const noField = { cell: code.oneOf, values: ['no field of this name'] } as unknown as Leaf;
