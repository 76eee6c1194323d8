// The main law of the codec: whoever joined at any tick, and reads every delta or covering ones, holds
// the room's visible state byte for byte.
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { Receiver, TestRoom } from '../../../../tests/support/test-room.ts';

describe('Changes', () => {
  it('lead every receiver, joined at any tick, to the visible state byte for byte', () => {
    fc.assert(
      fc.property(
        anyShape,
        anySeed,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 30 }),
        (shape, seed, depth, ticks) => {
          const dice = new Dice(seed);
          const room = new TestRoom(shape, depth);
          const receivers: Receiver<typeof shape>[] = [];
          for (let tick = 0; tick < ticks; tick++) {
            if (receivers.length < 5 && dice.chance(0.4)) receivers.push(new Receiver(room));
            const edits = dice.pick([0, 1, 3, 10]);
            for (let i = 0; i < edits; i++) edit(dice, shape, room.state as AnyView, 'all');
            room.settle();
            // The first reads every delta; the others when they please, up to the ring's depth and beyond.
            receivers.forEach((receiver, i) => {
              if (i === 0 || dice.chance(i / 6)) receiver.sync();
            });
          }
          for (const receiver of receivers) receiver.sync();
          checkInvariants(room.layout, room.memory);
        },
      ),
      { numRuns: 200 },
    );
  });
});
