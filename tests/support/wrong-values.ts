// What a field must refuse: neighbours of its range, fractions, no numbers, and every other type.

import type { ScalarField } from '../../packages/tickhouse/src/state/index.ts';
import { extremes } from './random-values.ts';

const ofOtherTypes: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  [1],
  { valueOf: () => 1 },
  () => 1,
];

/** What JavaScript itself refuses to make a number or a text of, with a TypeError of its own. */
export const stubbornValues: readonly unknown[] = [1n, Symbol('one'), Object.create(null)];

export function wrongValues(field: ScalarField): unknown[] {
  if (field.kind === 'bool') return [...ofOtherTypes, 0, 1, 'true', '', Number.NaN];
  if (field.kind === 'oneOf') return [...ofOtherTypes, 0, 1, true, '', 'UP', Number.NaN];
  if (field.kind === 'text') return [...ofOtherTypes, 0, 1, true, Number.NaN, '\ud800'];
  const wrong = [...ofOtherTypes, true, false, '', '1', ' '];
  const notFinite = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (field.type === 'f64') return [...wrong, ...notFinite];
  if (field.type === 'f32') return [...wrong, ...notFinite, 1e39, -1e39, Number.MAX_VALUE];
  const [least, greatest] = extremes[field.type];
  const outside = [least - 1, greatest + 1, 2 ** 32, -(2 ** 32), 2 ** 53, 1e300];
  return [...wrong, ...notFinite, ...outside, 0.5, -0.5, greatest - 0.5, Number.MIN_VALUE];
}
