// Contender: @colyseus/schema with full bodies, each an ArraySchema of cells, written as its
// documentation writes a game: `schema()` with explicit number types, an array of schema instances in
// the state, the rules loop over `state.snakes`, assign to fields, and move a body as one moves an
// array: unshift the new head, pop the tail.
//
// Nothing here is tuned: colyseus-full-tuned is the same with what we found to make it quicker.

import { Decoder, schema, t } from '@colyseus/schema';
import { bytesOf } from './colyseus-bytes.mjs';
import { columnSteps, height, placements, randomFrom, rowSteps, width } from './world.mjs';

export const name = 'colyseus-full';
export { version } from './colyseus-bytes.mjs';

const Snake = schema(
  { heading: t.uint8(), alive: t.boolean(), score: t.uint32(), body: t.array('uint16') },
  'Snake',
);
const State = schema({ snakes: t.array(Snake) }, 'State');

export function create(seed) {
  const random = randomFrom(seed);
  const state = new State();
  const occupied = new Uint8Array(width * height);
  for (const { slot, heading, cells } of placements()) {
    const snake = new Snake();
    Object.assign(snake, { heading, alive: true, score: 0 });
    snake.body.push(...cells);
    state.snakes.push(snake);
    for (const cell of cells) occupied[cell] = slot + 1;
  }
  const bytes = bytesOf(state);

  function step() {
    let slot = 0;
    for (const snake of state.snakes) {
      slot++;
      if (!snake.alive) continue;
      const turn = random();
      if (turn >>> 28 === 0) snake.heading = (snake.heading + (turn & 0x8000000 ? 1 : 3)) & 3;
      const head = ahead(snake.body[0], snake.heading);
      snake.body.unshift(head);
      occupied[snake.body.pop()] = 0;
      occupied[head] = slot;
      const luck = random();
      if (luck >>> 26 === 0) snake.score += 1 + (((luck >>> 16) & 1023) % 9);
    }
  }

  return {
    step,
    ...bytes,
    heads: () => state.snakes.map((snake) => snake.body[0]),
    scores: () => state.snakes.map((snake) => snake.score),
    bodies: () => bodiesOf(state.snakes),
  };
}

export function join(snapshot) {
  const decoder = new Decoder(new State());
  decoder.decode(snapshot);
  const { snakes } = decoder.state;
  return {
    apply: (delta) => decoder.decode(delta),
    heads: () => snakes.map((snake) => snake.body[0]),
    scores: () => snakes.map((snake) => snake.score),
    bodies: () => bodiesOf(snakes),
  };
}

function ahead(cell, heading) {
  const x = ((cell % width) + columnSteps[heading] + width) % width;
  const y = (Math.floor(cell / width) + rowSteps[heading] + height) % height;
  return y * width + x;
}

function bodiesOf(snakes) {
  return [...snakes].flatMap((snake) => [...snake.body]);
}
