// What is counted of the seats is what is true of them, whatever happens.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed } from '../../../../tests/support/random-shape.ts';
import type { Attachment } from './attachment.ts';
import { type Seat, Seats } from './seats.ts';

const count = 6;
const inputsMax = 2;
const graceTicks = 5;

test('free and taken seats, those that expire, and what is waiting: at every tick, in any order', () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const dice = new Dice(seed);
      let tokens = 0;
      const token = (): Uint8Array => new Uint8Array(16).fill(++tokens);
      const seats = new Seats(count, inputsMax, { make: token, hash: (one) => one.slice() });
      const held = new Set<Seat>();
      for (let tick = 1; tick < 60; tick++) {
        for (let i = dice.below(6); i > 0; i--) change(dice, seats, held, tick);
        seats.expire(tick - graceTicks);
        for (const seat of held) {
          const isOver = seat.attachment === undefined && seat.awaySince <= tick - graceTicks;
          if (isOver) held.delete(seat);
        }
        expect([seats.taken, seats.free]).toEqual([held.size, count - held.size]);
        seats.takeQueue();
        for (const { waiting, joined } of held) expect([waiting, joined]).toEqual([0, true]);
        const holders = [...held].map(({ number }) => number).sort();
        expect(seats.holders().map(({ seat }) => seat)).toEqual(holders);
      }
    }),
  );
});

function change(dice: Dice, seats: Seats, held: Set<Seat>, tick: number): void {
  const attachment = {} as Attachment;
  const seat = dice.pick([...held, undefined]);
  if (seat === undefined) {
    const taken = seats.take({});
    expect(taken === undefined).toBe(held.size === count);
    if (taken === undefined) return;
    taken.attachment = attachment;
    held.add(taken);
  } else if (dice.chance(0.2)) {
    if (seat.attachment === undefined) return;
    seats.giveUp(seat);
    held.delete(seat);
  } else if (dice.chance(0.5)) {
    if (seat.attachment === undefined) seats.back(seat, attachment);
    else seats.away(seat, tick);
  } else {
    const { waiting } = seat;
    const isTaken = seats.input(seat, seat.lastNumber + 1, 'turn', {});
    expect(isTaken).toBe(waiting < inputsMax);
  }
}
