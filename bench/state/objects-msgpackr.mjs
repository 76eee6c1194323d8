// Contender: plain objects and msgpackr. Nothing is tracked for its author: a step notes which snakes
// it changed, and the delta is those snakes, whole, packed.
//
// The quickest way that msgpackr documents: one Packr with shared record structures (field names do
// not travel) and `useBuffer`, so that packing allocates no buffer.

import { readFileSync } from 'node:fs';
import { Packr } from 'msgpackr';
import { columnSteps, height, placements, randomFrom, rowSteps, width } from './world.mjs';

export const name = 'objects-msgpackr';
export const version = JSON.parse(
  readFileSync(new URL('../node_modules/msgpackr/package.json', import.meta.url), 'utf8'),
).version;

/** What both ends know: the names of a snake's fields. */
const snakeFields = ['slot', 'heading', 'alive', 'score', 'body'];
const packer = () => new Packr({ structures: [snakeFields.slice()] });

export function create(seed) {
  const random = randomFrom(seed);
  const occupied = new Uint8Array(width * height);
  const snakes = placements().map(({ slot, heading, cells }) => {
    for (const cell of cells) occupied[cell] = slot + 1;
    return { slot, heading, alive: true, score: 0, body: [...cells] };
  });
  const packr = packer();
  const out = Buffer.allocUnsafeSlow(64 * 1024);
  const occupiedCopy = new Uint8Array(occupied.length);
  let kept;
  let changed = [];

  function step() {
    for (const snake of snakes) {
      if (!snake.alive) continue;
      const turn = random();
      if (turn >>> 28 === 0) snake.heading = (snake.heading + (turn & 0x8000000 ? 1 : 3)) & 3;
      const body = snake.body;
      const head = ahead(body[0], snake.heading);
      body.unshift(head);
      occupied[body.pop()] = 0;
      occupied[head] = snake.slot + 1;
      const luck = random();
      if (luck >>> 26 === 0) snake.score += 1 + (((luck >>> 16) & 1023) % 9);
      changed.push(snake);
    }
  }

  function forget() {
    changed = [];
  }

  return {
    step,
    delta() {
      packr.useBuffer(out);
      const bytes = packr.pack(changed);
      changed = [];
      return bytes;
    },
    forget,
    snapshot() {
      packr.useBuffer(out);
      return packr.pack(snakes);
    },
    copy() {
      kept = snakes.map((snake) => ({ ...snake, body: snake.body.slice() }));
      occupiedCopy.set(occupied);
      return kept;
    },
    heads: () => snakes.map((snake) => snake.body[0]),
    scores: () => snakes.map((snake) => snake.score),
    bodies: () => snakes.flatMap((snake) => snake.body),
  };
}

export function join(snapshot) {
  const packr = packer();
  const snakes = packr.unpack(snapshot);
  return {
    apply(delta) {
      for (const snake of packr.unpack(delta)) snakes[snake.slot] = snake;
    },
    heads: () => snakes.map((snake) => snake.body[0]),
    scores: () => snakes.map((snake) => snake.score),
    bodies: () => snakes.flatMap((snake) => snake.body),
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
