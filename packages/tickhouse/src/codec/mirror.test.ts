// Decoding is total: whatever the bytes, a mirror is a valid state afterwards, the old one or a new one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { expectSameBytes, TestRoom } from '../../../../tests/support/test-room.ts';
import { grid, type Layout, list, table, text, u8, u16 } from '../state/index.ts';
import { BitReader } from './bit-reader.ts';
import { Mirror } from './mirror.ts';

/** What becomes of a mirror that is given these bytes; throws where it is left in no valid state. */
function feed(layout: Layout, mirror: Mirror, bytes: Uint8Array, whole: boolean): string {
  const before = mirror.memory.u8.slice();
  const from = new BitReader(bytes);
  const code = codeOf(() => (whole ? mirror.snapshot(from) : mirror.delta(from)));
  if (code === 'nothing') {
    checkInvariants(layout, mirror.memory);
    return code;
  }
  expect(['CODEC_TRUNCATED', 'CODEC_VALUE']).toContain(code);
  expectSameBytes(layout, before, mirror.memory.u8, `a message refused by ${code}`);
  return code;
}

/** A copy that is cut, or has bits flipped, or has bytes put in from another place. */
function damaged(dice: Dice, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice(0, dice.chance(0.3) ? dice.below(bytes.length + 1) : bytes.length);
  if (copy.length === 0) return copy;
  for (let flips = dice.below(4); flips > 0; flips--) {
    const at = dice.below(copy.length);
    copy[at] = (copy[at] as number) ^ (1 << dice.below(8));
  }
  if (dice.chance(0.2)) copy.copyWithin(dice.below(copy.length), dice.below(copy.length));
  return copy;
}

describe('a mirror', () => {
  it('is a valid state after any bytes, or as it was before them', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        anyShape,
        fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 120 })), { maxLength: 12 }),
        (shape, messages) => {
          const room = new TestRoom(shape);
          const mirror = new Mirror(room.layout);
          for (const [whole, bytes] of messages) {
            const code = feed(room.layout, mirror, bytes, whole);
            seen.set(code, (seen.get(code) ?? 0) + 1);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect([...seen.keys()].sort()).toEqual(['CODEC_TRUNCATED', 'CODEC_VALUE', 'nothing']);
  });

  it('is so after real messages that were cut, flipped and shuffled', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape, 4);
        const mirror = new Mirror(room.layout);
        for (let tick = 1; tick <= 10; tick++) {
          for (let i = 0; i < 5; i++) edit(dice, shape, room.state as AnyView, 'all');
          room.settle();
          const whole = dice.chance(0.3);
          const bytes = whole ? room.snapshot() : room.delta(1 + dice.below(Math.min(tick, 4)));
          for (let tries = 0; tries < 6; tries++) {
            const code = feed(room.layout, mirror, damaged(dice, bytes), whole);
            seen.set(code, (seen.get(code) ?? 0) + 1);
          }
        }
        // Whatever it went through, a snapshot makes it whole.
        mirror.snapshot(new BitReader(room.snapshot()));
        expectSameBytes(room.layout, room.visible(), mirror.memory.u8, 'the last snapshot');
      }),
      { numRuns: 150 },
    );
    expect([...seen.keys()].sort()).toEqual(['CODEC_TRUNCATED', 'CODEC_VALUE', 'nothing']);
  });

  it('is so after messages of 64 KiB of any one byte', () => {
    const shape = {
      ground: grid(u8, 500, 500),
      items: list(u16, 60_000),
      name: text(16_383),
      rows: table(65_536, { value: u8, items: list(u8, 4) }),
    };
    const room = new TestRoom(shape);
    const mirror = new Mirror(room.layout);
    for (let byte = 0; byte < 256; byte += 17) {
      const bytes = new Uint8Array(65_536).fill(byte);
      for (const whole of [true, false]) feed(room.layout, mirror, bytes, whole);
    }
  });

  it('reads what follows in the message before it keeps anything', () => {
    const room = new TestRoom({ value: u8 });
    const mirror = new Mirror(room.layout);
    room.state.value = 7;
    room.settle();
    for (const [bytes, whole] of [
      [room.snapshot(), true],
      [room.delta(), false],
    ] as const) {
      const from = new BitReader(bytes);
      const refuse = () => {
        expect(mirror.memory.u8[0]).toBe(7);
        throw new RangeError('what follows is wrong');
      };
      expect(() => (whole ? mirror.snapshot(from, refuse) : mirror.delta(from, refuse))).toThrow(
        RangeError,
      );
      expect(mirror.memory.u8[0]).toBe(0);
    }
    mirror.delta(new BitReader(room.delta()), () => {});
    expect(mirror.memory.u8[0]).toBe(7);
  });
});
