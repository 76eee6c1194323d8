// How many bytes a delta takes, and that what it says is all there is to say.
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { Receiver, TestRoom } from '../../../../tests/support/test-room.ts';
import { bool, grid, hidden, list, oneOf, table, text, u8, u16, u32 } from '../state/index.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { Mirror } from './mirror.ts';

const width = 200;
const shape = {
  ground: grid(u8, width, width),
  snakes: table(50, {
    name: text(15),
    colour: u8,
    alive: bool,
    score: u32,
    grow: u16,
    heading: oneOf('up', 'right', 'down', 'left'),
    body: list(u16, 1250),
  }),
  occupied: hidden(grid(bool, width, width)),
};
const ahead = { up: -width, right: 1, down: width, left: -1 } as const;
const turns = { up: 'right', right: 'down', down: 'left', left: 'up' } as const;

/** Fifty snakes of length 8 that move, and turn one time in `turnsOneIn`. */
function snakes(turnsOneIn: number) {
  const room = new TestRoom(shape, 8);
  const dice = new Dice(11);
  for (let i = 0; i < 50; i++) {
    const snake = room.state.snakes.add();
    for (let j = 0; j < 8; j++) snake.body.push(20_000 + i * 37 - j);
    snake.heading = 'right';
    snake.alive = true;
  }
  room.settle();
  const move = () => {
    for (const snake of room.state.snakes) {
      if (dice.below(turnsOneIn) === 0) snake.heading = turns[snake.heading];
      snake.body.unshift((snake.body.at(0) + ahead[snake.heading] + 40_000) % 40_000);
      snake.body.pop();
    }
  };
  return { room, move };
}

describe('a delta', () => {
  it('takes about 3 bytes a moving snake, header included', () => {
    const { room, move } = snakes(8);
    let bytes = 0;
    for (let tick = 0; tick < 200; tick++) {
      move();
      room.settle();
      bytes += room.delta().length;
    }
    expect(bytes / 200 / 50).toBeLessThanOrEqual(3);
  });

  it('takes 2 bits a snake that moves straight on', () => {
    const { room, move } = snakes(1e9);
    for (let tick = 0; tick < 8; tick++) {
      move();
      // The root's bit, the table's, its form and 50 slots; the first row’s mask; 2 bits a row.
      if (tick > 1) expect(room.tickBits()).toBe(3 + 50 + (1 + 7 + 2) + 50 * 2);
      else room.settle();
    }
  });

  it('that covers several ticks takes less than the several', () => {
    const { room, move } = snakes(8);
    const receiver = new Receiver(room);
    receiver.sync();
    let apart = 0;
    for (let tick = 0; tick < 6; tick++) {
      move();
      room.settle();
      apart += room.delta().length;
    }
    expect(room.delta(6).length).toBeLessThan(apart);
    receiver.sync();
  });
});

describe('a mirror refuses, CODEC_VALUE, and stays as it was', () => {
  const small = { value: u8, items: list(u8, 3), rows: table(3, { value: u8 }) };
  type Write = (out: BitWriter) => void;
  const patchOfRoot =
    (mask: number): Write =>
    (out) => {
      out.bool(true);
      out.bits(mask, 2);
    };
  const slot =
    (word: number, ...rest: [value: number, count: number][]): Write =>
    (out) => {
      out.bits(0, 1); // nothing in the root
      out.bits(1, 1);
      out.bits(0, 1);
      out.bits(word, 3);
      for (const [value, count] of rest) out.bits(value, count);
    };
  const wrong: Readonly<Record<string, Write>> = {
    'more pops than there are items': (out) => {
      patchOfRoot(2)(out);
      out.bits(2, 2);
      out.bool(true);
      out.nibbles(1);
      out.bits(0, 3);
    },
    'more pushes than there is room': (out) => {
      patchOfRoot(2)(out);
      out.bits(2, 2);
      out.bits(0, 3);
      out.bool(true);
      out.nibbles(2);
    },
    'more operations than a tick has': (out) => {
      patchOfRoot(2)(out);
      out.bits(2, 2);
      out.bool(true);
      out.nibbles(254);
      out.bits(0, 3);
    },
    'a list longer than its capacity': (out) => {
      patchOfRoot(2)(out);
      // Three pushed at the back of the one that is there.
      out.bits(2, 2);
      out.bits(0, 3);
      out.bits(1, 1);
      out.nibbles(2);
    },
    'a list that begins outside its capacity': (out) => {
      patchOfRoot(2)(out);
      out.bits(3, 2);
      out.bits(0, 2);
      out.bits(3, 2);
    },
    'a change of a row that is not there': slot(2, [2, 2], [1, 1], [9, 8]),
    'a new row without a generation': slot(2, [4, 3], [0, 7]),
  };
  it.each(Object.entries(wrong))('%s', (_what, write) => {
    const room = new TestRoom(small);
    room.state.items.push(7);
    room.state.rows.add().value = 3;
    const mirror = new Mirror(room.layout);
    mirror.snapshot(new BitReader(room.snapshot()));
    const before = mirror.memory.u8.slice();
    const out = new BitWriter();
    write(out);
    out.bits(0, 32);
    expect(codeOf(() => mirror.delta(new BitReader(out.finish())))).toBe('CODEC_VALUE');
    expect(mirror.memory.u8).toEqual(before);
  });
});
