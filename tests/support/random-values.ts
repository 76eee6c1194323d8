// Values that a field can hold, extremes and small ones often, so that edits meet their own past.

import type {
  CellField,
  NumberType,
  ScalarField,
} from '../../packages/tickhouse/src/state/index.ts';
import type { Dice } from './dice.ts';

/** The least and the greatest value of each kind of number. */
export const extremes: Readonly<Record<NumberType, readonly [least: number, greatest: number]>> = {
  u8: [0, 255],
  i8: [-128, 127],
  u16: [0, 65_535],
  i16: [-32_768, 32_767],
  u32: [0, 4_294_967_295],
  i32: [-2_147_483_648, 2_147_483_647],
  f32: [-3.4028234663852886e38, 3.4028234663852886e38],
  f64: [-Number.MAX_VALUE, Number.MAX_VALUE],
};

/** Code points of 1, 2, 3 and 4 bytes of UTF-8, with the least and the greatest of each. */
const codePoints = [
  '\0',
  'a',
  '\x7f',
  '\x80',
  'é',
  '\u07ff',
  '\u0800',
  '漢',
  '\uffff',
  '\u{10000}',
].concat('🐍', '\u{10ffff}');

export function randomCell(dice: Dice, field: CellField): number | boolean | string {
  if (field.kind === 'bool') return dice.chance(0.5);
  if (field.kind === 'oneOf') return dice.pick(field.values);
  const [least, greatest] = extremes[field.type];
  if (dice.chance(0.15)) return dice.pick([least, greatest]);
  if (dice.chance(0.6)) return dice.below(4);
  if (field.type === 'f64') return dice.word() / 7 - 2 ** 28;
  if (field.type === 'f32') return Math.fround(dice.word() / 7 - 2 ** 28);
  return least + dice.below(greatest - least + 1);
}

export function randomScalar(dice: Dice, field: ScalarField): number | boolean | string {
  if (field.kind !== 'text') return randomCell(dice, field);
  const length = dice.pick([0, 1, field.length, dice.below(field.length + 1)]);
  return Array.from({ length }, () => dice.pick(codePoints)).join('');
}
