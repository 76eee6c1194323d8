// Contender: @colyseus/schema with the head alone in the schema (x, y, heading, alive, score), written as
// its documentation writes a game: `schema()` with explicit number types, an array of schema instances
// in the state, the rules loop over `state.snakes` and assign to fields. Bodies are a plain array of the
// server and never travel; a client would have to draw them from the heads it has seen.
//
// Nothing here is tuned: colyseus-head-tuned is the same with what we found to make it quicker.

import { Decoder, schema, t } from '@colyseus/schema';
import { bytesOf } from './colyseus-bytes.mjs';
import { columnSteps, height, placements, randomFrom, rowSteps, width } from './world.mjs';

export const name = 'colyseus-head';
export { version } from './colyseus-bytes.mjs';

const Snake = schema(
  { x: t.uint8(), y: t.uint8(), heading: t.uint8(), alive: t.boolean(), score: t.uint32() },
  'Snake',
);
const State = schema({ snakes: t.array(Snake) }, 'State');

export function create(seed) {
  const random = randomFrom(seed);
  const state = new State();
  const occupied = new Uint8Array(width * height);
  const bodies = [];
  for (const { slot, heading, x, y, cells } of placements()) {
    const snake = new Snake();
    Object.assign(snake, { x, y, heading, alive: true, score: 0 });
    state.snakes.push(snake);
    bodies.push([...cells]);
    for (const cell of cells) occupied[cell] = slot + 1;
  }
  const bytes = bytesOf(state);

  function step() {
    let slot = 0;
    for (const snake of state.snakes) {
      const body = bodies[slot++];
      if (!snake.alive) continue;
      const turn = random();
      if (turn >>> 28 === 0) snake.heading = (snake.heading + (turn & 0x8000000 ? 1 : 3)) & 3;
      snake.x = (snake.x + columnSteps[snake.heading] + width) % width;
      snake.y = (snake.y + rowSteps[snake.heading] + height) % height;
      const head = snake.y * width + snake.x;
      body.unshift(head);
      occupied[body.pop()] = 0;
      occupied[head] = slot;
      const luck = random();
      if (luck >>> 26 === 0) snake.score += 1 + (((luck >>> 16) & 1023) % 9);
    }
  }

  return {
    step,
    ...bytes,
    heads: () => headsOf(state.snakes),
    scores: () => state.snakes.map((snake) => snake.score),
    bodies: () => bodies.flat(),
  };
}

export function join(snapshot) {
  const decoder = new Decoder(new State());
  decoder.decode(snapshot);
  return {
    apply: (delta) => decoder.decode(delta),
    heads: () => headsOf(decoder.state.snakes),
    scores: () => decoder.state.snakes.map((snake) => snake.score),
  };
}

function headsOf(snakes) {
  return snakes.map((snake) => snake.y * width + snake.x);
}
