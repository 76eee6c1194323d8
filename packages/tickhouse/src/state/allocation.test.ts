// Reading and writing in a loop allocates nothing, the decoding of texts excepted.
import { describe, expect, it } from 'vitest';
import { bytesPerRound } from '../../../../tests/support/allocation.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import {
  bool,
  f32,
  f64,
  grid,
  hidden,
  i8,
  i16,
  i32,
  list,
  oneOf,
  struct,
  table,
  text,
  u8,
  u16,
  u32,
} from './field.ts';
import { reader } from './views.ts';

// A million rounds each; a number object, the least that could be allocated, takes 12 bytes.
const rounds = 50_000;
const noise = 0.5;

const scalars = { u8, i8, u16, i16, u32, i32, f32, f64, bool } as const;
const shape = {
  ...scalars,
  way: oneOf('up', 'right', 'down'),
  name: text(8),
  secret: hidden(u8),
  ball: struct({ x: f64, y: f32 }),
  ground: grid(u8, 20, 20),
  heights: grid(f64, 4, 4),
  queue: list(u16, 50),
  path: list(f64, 50),
  snakes: table(40, { score: u32, x: f64, body: list(u16, 100), name: text(4), alive: bool }),
} as const;

function roomOf() {
  const room = new TestRoom(shape);
  for (let i = 0; i < 20; i++) room.state.snakes.add().body.push(i);
  return room.state;
}

type State = ReturnType<typeof roomOf>;

describe('nothing is allocated', () => {
  it('where integers are read and written', () => {
    const state = roomOf();
    const bytes = bytesPerRound(rounds, (count) => {
      for (let i = 0; i < count; i++) {
        state.u8 = (state.u8 + 1) & 0xff;
        state.i8 = ((state.i8 + 1) << 24) >> 24;
        state.u16 = (state.u16 + 1) & 0xffff;
        state.i16 = ((state.i16 + 1) << 16) >> 16;
        state.i32 = (state.i32 + 1) & 0xfffff;
        state.u32 = (state.u32 + 1) & 0xfffff;
        state.secret = state.u8;
      }
    });
    expect(bytes).toBeLessThan(noise);
  });

  // How far V8 carries a fraction without a number object depends on how much it inlines: two fields
  // in one loop are the least that a game with positions needs.
  const fractions: readonly (readonly [what: string, write: (state: State, i: number) => void])[] =
    [
      [
        'u32',
        (state) => {
          state.u32 = (state.u32 + 0x9e3779b1) >>> 0;
        },
      ],
      [
        'f64',
        (state) => {
          state.f64 = state.f64 + 0.3;
        },
      ],
      [
        'f32',
        (state) => {
          state.f32 = state.f32 * 0.5 + 1.3;
        },
      ],
      [
        'x and y of a struct',
        ({ ball }) => {
          ball.x = ball.x + 0.3;
          ball.y = ball.y * 0.5 + 1.3;
        },
      ],
      [
        'the cells of a grid',
        ({ heights }, i) => {
          heights.setAt(i & 15, heights.at(3) + 0.3);
        },
      ],
      [
        'the items of a list',
        ({ path }, i) => {
          if (path.length === path.capacity) path.clear();
          path.push(i * 0.3);
          path.set(0, path.at(-1) + 0.3);
        },
      ],
    ];
  it.each(fractions)('where large and fractional numbers are read and written: %s', (_, write) => {
    const state = roomOf();
    const bytes = bytesPerRound(rounds, (count) => {
      for (let i = 0; i < count; i++) write(state, i);
    });
    expect(bytes).toBeLessThan(noise);
  });

  it('where bools, names and texts are written', () => {
    const state = roomOf();
    const names = ['ann', 'Zoë', '🐍🐍🐍', ''];
    const ways = ['up', 'right', 'down'] as const;
    const bytes = bytesPerRound(rounds, (count) => {
      for (let i = 0; i < count; i++) {
        state.bool = !state.bool;
        state.way = ways[i % 3] ?? 'up';
        if (state.bool) state.name = names[i & 3] ?? '';
      }
    });
    expect(bytes).toBeLessThan(noise);
  });

  it('where lists move, as snakes do', () => {
    const state = roomOf();
    const bytes = bytesPerRound(rounds, (count) => {
      for (let i = 0; i < count; i++) {
        if (state.queue.length > 40) state.queue.pop();
        state.queue.unshift((state.queue.length + i) & 0xffff);
        state.queue.push(i & 0xffff);
        state.queue.shift();
        state.queue.set(-1, i & 0xff);
        if (state.queue.at(0) === state.queue.at(-1)) state.queue.clear();
      }
    });
    expect(bytes).toBeLessThan(noise);
  });

  it('where grids are read and written', () => {
    const state = roomOf();
    const bytes = bytesPerRound(rounds, (count) => {
      for (let i = 0; i < count; i++) {
        const x = i % 20;
        const y = (i >> 3) % 20;
        state.ground.set(x, y, (state.ground.get(y, x) + 1) & 0xff);
        state.ground.setAt(i % 400, state.ground.at((i * 7) % 400));
      }
    });
    expect(bytes).toBeLessThan(noise);
  });

  it('where rows are walked over, in loops within loops, and found by id and slot', () => {
    const state = roomOf();
    const id = state.snakes.at(3)?.id ?? 0;
    const bytes = bytesPerRound(rounds / 20, (count) => {
      for (let i = 0; i < count; i++) {
        for (const snake of state.snakes) {
          snake.score = (snake.score + snake.slot) & 0xffff;
          snake.alive = snake.body.length > 0;
        }
        for (const a of state.snakes) {
          if (a.slot === 2) break;
          for (const b of state.snakes) b.score = a.id & 0xff;
        }
        const third = state.snakes.get(id);
        if (third !== undefined && third === state.snakes.at(3)) third.score = state.snakes.size;
      }
    });
    expect(bytes / 20).toBeLessThan(noise);
  });

  it('where a client reads', () => {
    const room = new TestRoom(shape);
    for (let i = 0; i < 20; i++) room.state.snakes.add().body.push(i);
    const state = reader<typeof shape>(room.layout)(room.memory);
    let sum = 0;
    const bytes = bytesPerRound(rounds / 20, (count) => {
      for (let i = 0; i < count; i++) {
        for (const snake of state.snakes) sum = (sum + snake.score + snake.body.at(0)) & 0xffff;
        sum = (sum + state.ground.get(i % 20, 3) + (state.way === 'up' ? 1 : 0)) & 0xffff;
      }
    });
    expect(sum).toBeGreaterThanOrEqual(0);
    expect(bytes / 20).toBeLessThan(noise);
  });
});
