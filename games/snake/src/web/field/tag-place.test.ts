// A name keeps off its own snake.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxAt, type Head, type Side, sideFor } from './tag-place.ts';

const columns = 50;
const frame = { left: 0, top: 0, right: 50, bottom: 25 };
const size = [3, 0.7] as const;
const ways = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

/** A snake whose head goes this way, straight behind it the body. */
function straight(way: keyof typeof ways, x: number, y: number, length = 8) {
  const [dx, dy] = ways[way];
  const cells = Array.from({ length }, (_, i) => (y - dy * i) * columns + x - dx * i);
  return { head: { x: x + 0.5, y: y + 0.5, dx, dy }, body: cells };
}

/** @param taken a cell where something else is */
function side(head: Head, body: readonly number[], before?: Side, taken = -1): Side {
  const cells = { length: body.length, at: (i: number) => body[i] as number };
  const isTaken = (x: number, y: number) => y * columns + x === taken;
  return sideFor(head, cells, columns, ...size, frame, isTaken, before);
}

describe('the side of a name', () => {
  test('is above a snake that goes across, beside one that goes up or down', () => {
    for (const [way, wanted] of [
      ['right', 'above'],
      ['left', 'above'],
      ['down', 'right'],
      ['up', 'right'],
    ] as const) {
      const { head, body } = straight(way, 20, 12);
      expect(side(head, body), way).toBe(wanted);
    }
  });

  test('is the free one beside the field’s borders', () => {
    const top = straight('right', 20, 0);
    expect(side(top.head, top.body)).toBe('below');
    const right = straight('down', 49, 12);
    expect(side(right.head, right.body)).toBe('left');
  });

  test('stays while nothing is in its way, and is left when the body is', () => {
    const { head, body } = straight('right', 20, 12);
    expect(side(head, body, 'below')).toBe('below');
    // It went up at x = 20 before it turned: the body lies below.
    const bent = [620, 619, 669, 719, 769];
    expect(side(head, bent, 'below')).toBe('above');
  });

  test('is rather where nothing lies, and beside the border where the head is', () => {
    const across = straight('right', 20, 12);
    expect(side(across.head, across.body, undefined, 11 * columns + 20)).not.toBe('above');
    const down = straight('down', 20, 24);
    expect(side(down.head, down.body)).toBe('right');
  });

  test('beside the border is beside the head, whatever its height adds up to', () => {
    const { head, body } = straight('down', 20, 24);
    const cells = { length: body.length, at: (i: number) => body[i] as number };
    for (let high = 0.5; high < 1; high += 0.01) {
      const found = sideFor(head, cells, columns, 2, high, frame, () => false);
      expect(found).toBe('right');
    }
  });

  test('is never upon a straight body, wherever that is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('up', 'right', 'down', 'left' as const),
        fc.integer({ min: 0, max: 49 }),
        fc.integer({ min: 0, max: 24 }),
        (way, x, y) => {
          const { head, body } = straight(way as keyof typeof ways, x, y);
          const box = boxAt(side(head, body), head, ...size, frame);
          const seen = body.filter((cell) => cell >= 0).slice(1);
          for (const cell of seen) {
            const [left, top] = [cell % columns, Math.floor(cell / columns)];
            const apart =
              box.left >= left + 0.9 ||
              box.right <= left + 0.1 ||
              box.top >= top + 0.9 ||
              box.bottom <= top + 0.1;
            expect(apart).toBe(true);
          }
        },
      ),
    );
  });
});
