// The whole visible state as bytes, and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { expectSameBytes, Receiver, TestRoom } from '../../../../tests/support/test-room.ts';
import { bool, grid, hidden, list, table, text, u8, u16 } from '../state/index.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { Mirror } from './mirror.ts';
import { writeSnapshot } from './snapshot.ts';

describe('a snapshot', () => {
  it('gives the visible state byte for byte, whatever the mirror held before', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape);
        const receiver = new Receiver(room);
        for (let round = 0; round < 4; round++) {
          for (let i = 0; i < 30; i++) edit(dice, shape, room.state as AnyView, 'all');
          receiver.tick = -1;
          receiver.sync();
        }
      }),
    );
  });

  it('of what a mirror holds is the same bytes again', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape);
        for (let i = 0; i < 50; i++) edit(dice, shape, room.state as AnyView, 'all');
        const bytes = room.snapshot();
        const mirror = new Mirror(room.layout);
        mirror.snapshot(new BitReader(bytes));
        const out = new BitWriter();
        writeSnapshot(out, room.layout, mirror.memory);
        expectSameBytes(room.layout, bytes, out.finish(), 'the second snapshot');
      }),
    );
  });

  it('cut short is refused, and the mirror stays as it was', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape);
        const mirror = new Mirror(room.layout);
        mirror.snapshot(new BitReader(room.snapshot()));
        const before = mirror.memory.u8.slice();
        for (let i = 0; i < 50; i++) edit(dice, shape, room.state as AnyView, 'all');
        const bytes = room.snapshot();
        for (let cuts = 0; cuts < 10 && bytes.length > 0; cuts++) {
          const cut = bytes.subarray(0, dice.below(bytes.length));
          expect(['CODEC_TRUNCATED', 'CODEC_VALUE']).toContain(
            codeOf(() => mirror.snapshot(new BitReader(cut))),
          );
          expectSameBytes(room.layout, before, mirror.memory.u8, 'a refused snapshot');
        }
      }),
    );
  });

  it('of an empty room is small: runs of equal cells, one bit for empty tables’ slots', () => {
    const room = new TestRoom({
      ground: grid(u8, 200, 200),
      snakes: table(200, { name: text(15), body: list(u16, 1250), alive: bool }),
      occupied: hidden(grid(u16, 200, 200)),
    });
    expect(room.snapshot().length).toBeLessThanOrEqual(6);
  });
});
