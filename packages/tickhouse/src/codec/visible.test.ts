// What is hidden never travels: not its values, not that it changed, not in any byte of any message.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { type AnyView, edit } from '../../../../tests/support/random-edits.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { grid, hidden, list, struct, table, text, u8, u16 } from '../state/index.ts';

describe('hidden fields', () => {
  it('change nothing in any snapshot, delta or covering delta', () => {
    let differed = 0;
    fc.assert(
      fc.property(anyShape, anySeed, (shape, seed) => {
        const [dice, twinDice, secret] = [new Dice(seed), new Dice(seed), new Dice(~seed)];
        const room = new TestRoom(shape, 4);
        const twin = new TestRoom(shape, 4);
        for (let tick = 1; tick <= 12; tick++) {
          for (let i = 0; i < 6; i++) {
            edit(dice, shape, room.state as AnyView, 'visible');
            edit(twinDice, shape, twin.state as AnyView, 'visible');
            edit(secret, shape, twin.state as AnyView, 'hidden');
          }
          room.settle();
          twin.settle();
          if (Buffer.compare(room.memory.u8, twin.memory.u8) !== 0) differed++;
          expect(Buffer.compare(room.visible(), twin.visible())).toBe(0);
          expect(Buffer.compare(room.snapshot(), twin.snapshot())).toBe(0);
          for (let ticks = 1; ticks <= Math.min(tick, 4); ticks++) {
            expect(Buffer.compare(room.delta(ticks), twin.delta(ticks))).toBe(0);
          }
        }
      }),
      { numRuns: 150 },
    );
    // The law would say little if the twins' hidden parts were the same.
    expect(differed).toBeGreaterThan(200);
  });

  it('that alone changed make a delta of the bits of no change', () => {
    const fields = {
      seen: u8,
      number: hidden(u8),
      words: hidden(text(4)),
      items: hidden(list(u16, 4)),
      cells: hidden(grid(u8, 4, 4)),
      deep: struct({ seen: u8, inner: hidden(struct({ number: u8, items: list(u8, 2) })) }),
    };
    const room = new TestRoom({
      ...fields,
      rows: table(40, fields),
      ghosts: hidden(table(3, { x: u8 })),
    });
    const row = room.state.rows.addAt(35);
    room.settle();
    const quiet = room.tickBits();
    for (const view of [room.state, row]) {
      view.number = 1;
      view.words = '🐍';
      view.items.push(1);
      view.items.set(0, 3);
      view.items.unshift(2);
      view.cells.set(1, 1, 1);
      view.cells.fill(2);
      view.deep.inner.number = 1;
      view.deep.inner.items.push(1);
      view.deep.inner.items.clear();
    }
    room.state.ghosts.add().x = 1;
    expect(room.tickBits()).toBe(quiet);
    expect(quiet).toBe(2);
  });

  it('of a new row do not travel with it', () => {
    const shape = { rows: table(4, { seen: u8, secret: hidden(list(u8, 9)) }) };
    const [room, twin] = [new TestRoom(shape), new TestRoom(shape)];
    for (const { state } of [room, twin]) state.rows.add().seen = 7;
    twin.state.rows.at(0)?.secret.push(9);
    expect(room.tickBits()).toBe(twin.tickBits());
    expect(room.delta()).toEqual(twin.delta());
    expect(room.snapshot()).toEqual(twin.snapshot());
  });
});
