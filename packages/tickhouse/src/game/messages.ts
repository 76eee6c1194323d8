// Inputs and events as bits: which kind, then its values.
//
//   kind   = as many bits as the last kind's index needs (1 at least)
//   input  = kind · values
//   events = for each: 1 (1 bit) · kind · values; then 0

import { BitReader, BitWriter, badValue, readValues, writeValues } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import type { Kind } from './blueprint.ts';
import type { PlainValues } from './commands.ts';

/** One input or event, decoded. */
export interface Occurrence {
  readonly kind: string;
  readonly data: PlainValues;
}

/** @throws GAME_KIND when there is no such kind, STATE_VALUE when its values do not fit */
export function writeKind(
  out: BitWriter,
  kinds: readonly Kind[],
  name: string,
  data: PlainValues | undefined,
): void {
  const index = kinds.findIndex((kind) => kind.name === name);
  const kind = kinds[index];
  if (kind === undefined) {
    const known = kinds.map((one) => one.name).join(', ') || 'none';
    throw new TickhouseError('GAME_KIND', `no kind "${name}" is defined; there are: ${known}`);
  }
  out.bits(index, bitsFor(kinds));
  writeValues(out, kind.layout, data ?? {}, name);
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readKind(from: BitReader, kinds: readonly Kind[]): Occurrence {
  const kind = kinds[from.bits(bitsFor(kinds))];
  if (kind === undefined) throw badValue('kind');
  return { kind: kind.name, data: readValues(from, kind.layout) };
}

/**
 * Values of a kind as a reader of their bytes would have them.
 * @throws GAME_KIND, STATE_VALUE when they do not fit
 */
export function canonical(kinds: readonly Kind[], kind: string, data: PlainValues): PlainValues {
  const out = new BitWriter();
  writeKind(out, kinds, kind, data);
  return readKind(new BitReader(out.finish()), kinds).data;
}

/** @throws CODEC_VALUE, CODEC_TRUNCATED */
export function readEvents(from: BitReader, kinds: readonly Kind[]): Occurrence[] {
  const events: Occurrence[] = [];
  while (from.bool()) events.push(readKind(from, kinds));
  return events;
}

function bitsFor(kinds: readonly Kind[]): number {
  return Math.max(1, 32 - Math.clz32(kinds.length - 1));
}
