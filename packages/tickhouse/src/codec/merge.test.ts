// The list operations of several ticks as those of one, against lists that really went through them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed } from '../../../../tests/support/random-shape.ts';
import { Receiver, TestRoom } from '../../../../tests/support/test-room.ts';
import { grid, type List, list, table, u8, u16, wholeList } from '../state/index.ts';
import { mergeListOps } from './merge.ts';

interface Ops {
  readonly poppedFront: number;
  readonly pushedFront: number;
  readonly poppedBack: number;
  readonly pushedBack: number;
}
const word = (ops: Ops): number =>
  ops.poppedFront | (ops.pushedFront << 8) | (ops.poppedBack << 16) | (ops.pushedBack << 24);
const opsOf = (mark: number): Ops => ({
  poppedFront: mark & 0xff,
  pushedFront: (mark >>> 8) & 0xff,
  poppedBack: (mark >>> 16) & 0xff,
  pushedBack: mark >>> 24,
});

/** Applies operations in their normal form; `draw` gives what is pushed. */
function apply(items: readonly number[], ops: Ops, draw: () => number): number[] {
  const core = items.slice(ops.poppedFront, items.length - ops.poppedBack);
  const front = Array.from({ length: ops.pushedFront }, draw);
  return [...front, ...core, ...Array.from({ length: ops.pushedBack }, draw)];
}

const few = fc.integer({ min: 0, max: 12 });
const many = fc.integer({ min: 100, max: 254 });
const count = fc.oneof({ weight: 4, arbitrary: few }, { weight: 1, arbitrary: many });
const anyOps = fc.record({
  poppedFront: count,
  pushedFront: count,
  poppedBack: count,
  pushedBack: count,
});

describe('merged list operations', () => {
  it('lead where the two lead one after the other, or say “whole”', () => {
    let merged = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), anyOps, anyOps, (length, earlier, later) => {
        let next = 10_000;
        const draw = () => next++;
        const start = Array.from({ length }, (_, i) => i);
        fc.pre(earlier.poppedFront + earlier.poppedBack <= length);
        const between = apply(start, earlier, draw);
        fc.pre(later.poppedFront + later.poppedBack <= between.length);
        const end = apply(between, later, draw);
        const mark = mergeListOps(word(earlier), word(later), end.length);
        if (mark === wholeList) return;
        merged++;
        const ops = opsOf(mark);
        expect(ops.poppedFront + ops.poppedBack).toBeLessThanOrEqual(length);
        const core = start.slice(ops.poppedFront, length - ops.poppedBack);
        expect(end.length).toBe(core.length + ops.pushedFront + ops.pushedBack);
        expect(end.slice(ops.pushedFront, end.length - ops.pushedBack)).toEqual(core);
        // Not a mark that cannot be: 255 at one end.
        for (const number of Object.values(ops)) expect(number).toBeLessThanOrEqual(254);
      }),
      { numRuns: 2000 },
    );
    expect(merged).toBeGreaterThan(200);
  });

  it('stay counts where they can: 254 pushes in two ticks, 255 are too many', () => {
    const push = (pushedBack: number) =>
      word({ poppedFront: 0, pushedFront: 0, poppedBack: 0, pushedBack });
    expect(opsOf(mergeListOps(push(100), push(154), 300)).pushedBack).toBe(254);
    expect(mergeListOps(push(100), push(155), 300)).toBe(wholeList);
    expect(mergeListOps(wholeList, push(1), 300)).toBe(wholeList);
    expect(mergeListOps(push(1), wholeList, 300)).toBe(wholeList);
    expect(mergeListOps(0, push(3), 300)).toBe(push(3));
  });
});

const scripts: Readonly<Record<string, readonly ((items: List<number>, dice: Dice) => void)[]>> = {
  'pops that reach through the core into what an earlier tick pushed': [
    (items) => repeat(3, () => items.push(1)),
    (items, dice) => repeat(4, () => items.push(dice.below(9))),
    (items) => repeat(5, () => items.shift()),
  ],
  'the same from the other end': [
    (items) => repeat(3, () => items.push(1)),
    (items, dice) => repeat(4, () => items.unshift(dice.below(9))),
    (items) => repeat(5, () => items.pop()),
  ],
  'more than 254 pushed in all, never in one tick': [
    (items, dice) => repeat(200, () => items.push(dice.below(9))),
    (items, dice) => repeat(54, () => items.push(dice.below(9))),
    (items, dice) => repeat(1, () => items.push(dice.below(9))),
    (items) => repeat(150, () => items.shift()),
    (items) => repeat(105, () => items.shift()),
  ],
  'more than 254 in one tick': [
    (items, dice) => repeat(255, () => items.push(dice.below(9))),
    (items, dice) => repeat(254, () => items.unshift(dice.below(9))),
    (items) => repeat(255, () => items.pop()),
    (items) => repeat(254, () => items.shift()),
  ],
  'a clear between pushes': [
    (items) => repeat(5, () => items.push(3)),
    (items) => items.clear(),
    (items) => repeat(5, () => items.unshift(4)),
    (items) => repeat(1, () => items.shift()),
  ],
  'moves, as of a snake, all around its ring': Array.from({ length: 6 }, () => (items, dice) => {
    repeat(130, () => {
      items.unshift(dice.below(1000));
      if (items.length > 5) items.pop();
    });
  }),
  'emptied and begun again': [
    (items) => repeat(2, () => items.push(3)),
    (items) => repeat(2, () => items.shift()),
    (items) => repeat(2, () => items.unshift(3)),
    (items) => repeat(2, () => items.pop()),
    (items) => repeat(1, () => items.push(3)),
  ],
};

describe('a delta over several ticks', () => {
  it.each(Object.entries(scripts))('holds lists right through %s', (_what, script) => {
    const room = new TestRoom(
      { items: list(u16, 600), rows: table(2, { items: list(u16, 600) }) },
      8,
    );
    const dice = new Dice(7);
    const row = room.state.rows.add();
    room.settle();
    // One receiver for each span: it begins at a tick, and reads one delta to a later one.
    const receivers: Receiver<never>[] = [];
    for (const act of [...script, () => {}]) {
      for (let i = 0; i < script.length; i++) {
        const receiver = new Receiver(room);
        receiver.sync();
        receivers.push(receiver as unknown as Receiver<never>);
      }
      act(room.state.items, dice);
      act(row.items, dice);
      room.settle();
      for (const receiver of receivers) if (dice.chance(0.4)) receiver.sync();
    }
    for (const receiver of receivers) receiver.sync();
  });

  it('holds grids right whose logs overflow only together', () => {
    const room = new TestRoom({ ground: grid(u8, 20, 20) }, 8);
    room.settle();
    const late = new Receiver(room);
    late.sync();
    // The log of 400 cells holds 50.
    for (let tick = 0; tick < 7; tick++) {
      for (let i = 0; i < 9; i++) room.state.ground.setAt(tick * 40 + i, 1 + tick);
      room.settle();
      const receiver = new Receiver(room);
      receiver.sync();
      if (tick === 3) late.sync();
    }
    late.sync();
    expect(late.state.ground.at(6 * 40)).toBe(7);
  });

  it('tells rows that came, went and came again in one slot as they are now', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom({ rows: table(3, { value: u8, items: list(u8, 4) }) }, 5);
        const { rows } = room.state;
        const receivers = [new Receiver(room), new Receiver(room), new Receiver(room)];
        for (let tick = 0; tick < 30; tick++) {
          for (let i = 0; i < 3; i++) {
            const slot = dice.below(3);
            const row = rows.at(slot);
            if (row === undefined) rows.addAt(slot).value = dice.below(3);
            else if (dice.chance(0.4)) rows.remove(row);
            else if (row.items.length < 4) row.items.unshift(dice.below(9));
            else row.items.pop();
          }
          room.settle();
          for (const receiver of receivers) if (dice.chance(0.4)) receiver.sync();
        }
        for (const receiver of receivers) receiver.sync();
      }),
    );
  });
});

function repeat(times: number, act: () => void): void {
  for (let i = 0; i < times; i++) act();
}
