// A value for any scalar field of a schema, often an extreme one.

import type { NumberType, ScalarField } from '../state/index.ts';
import type { Seeded } from './seeded.ts';

const ranges: Readonly<Record<NumberType, readonly [least: number, greatest: number]>> = {
  u8: [0, 255],
  i8: [-128, 127],
  u16: [0, 65_535],
  i16: [-32_768, 32_767],
  u32: [0, 4_294_967_295],
  i32: [-2_147_483_648, 2_147_483_647],
  f32: [-1000, 1000],
  f64: [-1000, 1000],
};

const letters = [...'abcdefghijklmnopqrstuvwxyz ABC0123456789<>&"éß漢🐍'];

export function randomValue(random: Seeded, field: ScalarField): unknown {
  switch (field.kind) {
    case 'bool':
      return random.chance(0.5);
    case 'oneOf':
      return random.pick(field.values);
    case 'text':
      return Array.from({ length: random.below(field.length + 1) }, () =>
        random.pick(letters),
      ).join('');
    case 'number':
      return randomNumber(random, field.type);
  }
}

function randomNumber(random: Seeded, type: NumberType): number {
  const [least, greatest] = ranges[type];
  if (random.chance(0.1)) return random.pick([least, greatest, 0]);
  if (type !== 'f32' && type !== 'f64') return least + random.below(greatest - least + 1);
  return Math.fround(least + (random.word() / 2 ** 32) * (greatest - least));
}
