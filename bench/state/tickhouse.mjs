// Contender: tickhouse, on the folders of its own that make the claim: state (typed views over one
// buffer) and codec (marks, comparison, bits). Bodies travel; the occupancy is a hidden grid.

import { readFileSync } from 'node:fs';
import {
  BitReader,
  BitWriter,
  Changes,
  Mirror,
  writeSnapshot,
} from '../../packages/tickhouse/dist/codec/index.js';
import {
  bool,
  grid,
  hidden,
  layoutOf,
  list,
  Memory,
  reader,
  table,
  u8,
  u16,
  u32,
  writer,
} from '../../packages/tickhouse/dist/state/index.js';
import {
  columnSteps,
  height,
  placements,
  randomFrom,
  rowSteps,
  snakeCount,
  width,
} from './world.mjs';

export const name = 'tickhouse';
export const version = JSON.parse(
  readFileSync(new URL('../../packages/tickhouse/package.json', import.meta.url), 'utf8'),
).version;

const layout = layoutOf({
  snakes: table(snakeCount, { heading: u8, alive: bool, score: u32, body: list(u16, 64) }),
  occupied: hidden(grid(u8, width, height)),
});
const openWriter = writer(layout);
const openReader = reader(layout);
/** Ticks that one delta can cover, as a room keeps them while nobody is behind. */
const historyTicks = 1;

export function create(seed) {
  const random = randomFrom(seed);
  const memory = new Memory(layout.bytes);
  const marks = new Int32Array(layout.markWords);
  const { snakes, occupied } = openWriter(memory, marks);
  for (const { slot, heading, cells } of placements()) {
    const snake = snakes.addAt(slot);
    Object.assign(snake, { heading, alive: true });
    for (const cell of cells) {
      snake.body.push(cell);
      occupied.setAt(cell, slot + 1);
    }
  }
  const changes = new Changes(layout, memory, marks, historyTicks);
  const out = new BitWriter();
  const kept = new Uint8Array(layout.bytes);

  function step() {
    for (const snake of snakes) {
      if (!snake.alive) continue;
      const turn = random();
      if (turn >>> 28 === 0) snake.heading = (snake.heading + (turn & 0x8000000 ? 1 : 3)) & 3;
      const body = snake.body;
      const head = ahead(body.at(0), snake.heading);
      body.unshift(head);
      occupied.setAt(body.pop(), 0);
      occupied.setAt(head, snake.slot + 1);
      const luck = random();
      if (luck >>> 26 === 0) snake.score += 1 + (((luck >>> 16) & 1023) % 9);
    }
  }

  return {
    step,
    delta() {
      changes.settle();
      out.reset();
      changes.write(out, 1);
      return out.view();
    },
    forget: () => changes.settle(),
    snapshot() {
      out.reset();
      writeSnapshot(out, layout, memory);
      return out.view();
    },
    copy: () => kept.set(memory.u8),
    heads: () => [...snakes].map((snake) => snake.body.at(0)),
    scores: () => [...snakes].map((snake) => snake.score),
    bodies: () => bodiesOf(snakes),
  };
}

export function join(snapshot) {
  const mirror = new Mirror(layout);
  mirror.snapshot(new BitReader(snapshot));
  const { snakes } = openReader(mirror.memory);
  return {
    apply: (delta) => mirror.delta(new BitReader(delta)),
    heads: () => [...snakes].map((snake) => snake.body.at(0)),
    scores: () => [...snakes].map((snake) => snake.score),
    bodies: () => bodiesOf(snakes),
  };
}

function ahead(cell, heading) {
  let x = (cell % width) + columnSteps[heading];
  let y = Math.floor(cell / width) + rowSteps[heading];
  if (x < 0) x = width - 1;
  else if (x === width) x = 0;
  if (y < 0) y = height - 1;
  else if (y === height) y = 0;
  return y * width + x;
}

function bodiesOf(snakes) {
  return [...snakes].flatMap(({ body }) =>
    Array.from({ length: body.length }, (_, back) => body.at(back)),
  );
}
