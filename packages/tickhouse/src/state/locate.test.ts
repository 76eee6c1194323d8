// From a byte back to the field that it belongs to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyShape } from '../../../../tests/support/random-shape.ts';
import { layoutOf } from './layout.ts';
import { pathAt } from './locate.ts';

describe('pathAt', () => {
  it('names, for each byte of a field, that field', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const layout = layoutOf(shape);
        for (const leaf of layout.root.leaves) {
          expect(pathAt(layout, leaf.offset)).toBe(leaf.path);
          expect(pathAt(layout, leaf.offset + leaf.bytes - 1)).toBe(leaf.path);
        }
        for (const { path, capacity, rows, stride, offset, row } of layout.tables) {
          const last = capacity - 1;
          expect(pathAt(layout, offset)).toContain(path);
          expect(pathAt(layout, rows + last * stride)).toBe(`${path}[${last}].id`);
          for (const leaf of row.leaves) {
            const end = rows + last * stride + leaf.offset + leaf.bytes;
            expect(pathAt(layout, end - 1)).toBe(`${path}[${last}].${leaf.path}`);
          }
        }
      }),
    );
  });
});
