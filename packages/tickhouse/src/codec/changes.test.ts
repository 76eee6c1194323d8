// The main law of the codec: whoever joined at any tick, and reads every delta or covering ones, holds
// the room's visible state byte for byte.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { checkInvariants } from '../../../../tests/support/state-invariants.ts';
import { Receiver, TestRoom } from '../../../../tests/support/test-room.ts';
import { grid, list, table, u8 } from '../state/index.ts';

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
            // The first reads every delta; the others when they please, up to the depth and beyond.
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

  it('of a history that grows and shrinks are those of one that has always been as large', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const [room, whole] = [new TestRoom(shape, 1), new TestRoom(shape, 9)];
        let held = 0;
        let depth = 1;
        for (let tick = 1; tick <= 30; tick++) {
          if (dice.chance(0.3)) {
            depth = dice.pick([1, 2, 5, 9]);
            room.changes.keep(depth);
            held = Math.min(held, depth);
          }
          for (const one of [room, whole]) {
            const edits = new Dice(seed + tick);
            for (let i = edits.pick([0, 1, 3, 10]); i > 0; i--) {
              edit(edits, shape, one.state as AnyView, 'all');
            }
            one.settle();
          }
          held = Math.min(held + 1, depth);
          for (let ticks = 1; ticks <= 10; ticks++) {
            expect(room.changes.covers(ticks)).toBe(ticks <= held);
            if (ticks <= held) expect(room.delta(ticks)).toEqual(whole.delta(ticks));
          }
        }
      }),
    );
  });

  it('cover as many ticks as were settled, up to the depth that was asked for', () => {
    for (const depth of [1, 2, 5]) {
      const room = new TestRoom({ value: u8 }, depth);
      for (let settled = 0; settled < 8; settled++) {
        const covered = [-1, 0, 1, 2, 3, 4, 5, 6, 7].filter((n) => room.changes.covers(n));
        const wanted = [1, 2, 3, 4, 5].slice(0, Math.min(settled, depth));
        expect(covered).toEqual(wanted);
        room.settle();
      }
    }
  });

  describe('of a room with many rows', () => {
    const lists = { a: list(u8, 8), b: list(u8, 8), c: list(u8, 8) };
    const shape = { rows: table(6_500, { ...lists, ground: grid(u8, 4, 4) }) };
    /** One in which so many rows change in each tick, and who has seen the first. */
    function played(depth: number, keeps: number) {
      const room = new TestRoom(shape, depth);
      for (let row = 0; row < 6_500; row++) room.state.rows.add();
      room.settle();
      room.changes.keep(keeps);
      const receiver = new Receiver(room);
      receiver.sync();
      let count = 0;
      const play = (ticks: number, rows: number): void => {
        for (let tick = 0; tick < ticks; tick++) {
          count = (count % 250) + 1;
          for (let row = 0; row < rows; row++)
            room.state.rows.at(row)?.ground.setAt(row & 15, count);
          room.settle();
        }
      };
      const covered = (): number => {
        let ticks = 0;
        while (room.changes.covers(ticks + 1)) ticks++;
        return ticks;
      };
      return { receiver, play, covered };
    }

    it('take what changed, not what could: many ticks are covered where few rows do', () => {
      const { receiver, play, covered } = played(1, 64);
      play(64, 20);
      expect(covered()).toBe(64);
      receiver.sync();
      play(200, 20);
      expect(covered()).toBe(64);
      receiver.sync();
    });

    it('take 1 MiB at most: fewer are covered where all do, and again more afterwards', () => {
      const { receiver, play, covered } = played(1, 64);
      play(20, 2_000);
      const bytes = 4 * 2_000 * (4 + 17);
      expect((covered() - 1) * bytes).toBeLessThan(1024 * 1024);
      expect(covered()).toBeGreaterThan(2);
      receiver.sync();
      play(covered(), 2_000);
      receiver.sync();
      play(80, 1);
      expect(covered()).toBe(64);
    });

    it('are not kept at all where one tick takes more', () => {
      const { receiver, play, covered } = played(1, 64);
      play(3, 6_500);
      expect(covered()).toBe(1);
      receiver.sync();
      play(10, 1);
      expect(covered()).toBe(10);
      receiver.sync();
    });

    it('cover whatever was asked for at first', () => {
      const { receiver, play, covered } = played(12, 12);
      play(20, 2_000);
      expect(covered()).toBe(12);
      receiver.sync();
      play(12, 2_000);
      receiver.sync();
    });
  });

  it('begin anew after a restart: nothing before it is covered, nothing of it is told', () => {
    const room = new TestRoom({ value: u8, rows: table(2, { value: u8 }) }, 4);
    room.state.value = 1;
    room.settle();
    room.state.value = 2;
    room.state.rows.add().value = 3;
    room.changes.restart();
    expect(room.changes.covers(1)).toBe(false);
    expect(room.tickBits()).toBe(2);
    expect([room.changes.covers(1), room.changes.covers(2)]).toEqual([true, false]);
  });

  it('hold for a state that was restored from a copy, once they are restarted', () => {
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape, 3);
        const play = () => {
          for (let tick = 0; tick < 5; tick++) {
            for (let i = 0; i < 5; i++) edit(dice, shape, room.state as AnyView, 'all');
            room.settle();
          }
        };
        play();
        const copy = room.memory.u8.slice();
        play();
        room.memory.u8.set(copy);
        room.changes.restart();
        const receiver = new Receiver(room);
        receiver.sync();
        for (let tick = 0; tick < 5; tick++) {
          for (let i = 0; i < 5; i++) edit(dice, shape, room.state as AnyView, 'all');
          room.settle();
          receiver.sync();
        }
        checkInvariants(room.layout, room.memory);
      }),
    );
  });
});
