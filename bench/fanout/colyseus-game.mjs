// The game on @colyseus/schema as its documentation writes one: with bodies in the schema ('full'), or
// with heads alone and the bodies as plain arrays of the server, which never travel ('head').

import { schema, t } from '@colyseus/schema';
import {
  ahead,
  columnSteps,
  height,
  pointsOf,
  randomFrom,
  rowSteps,
  seed,
  snakesOf,
  width,
} from './world.mjs';

const FullSnake = schema(
  { heading: t.uint8(), alive: t.boolean(), score: t.uint32(), body: t.array('uint16') },
  'FullSnake',
);
const FullState = schema({ snakes: t.array(FullSnake) }, 'FullState');
const HeadSnake = schema(
  { x: t.uint8(), y: t.uint8(), heading: t.uint8(), alive: t.boolean(), score: t.uint32() },
  'HeadSnake',
);
const HeadState = schema({ snakes: t.array(HeadSnake) }, 'HeadState');

export function createGame(count, kind) {
  const random = randomFrom(seed);
  const occupied = new Uint8Array(width * height);
  const state = kind === 'full' ? new FullState() : new HeadState();
  const bodies = [];
  for (const { slot, heading, x, y, cells } of snakesOf(count)) {
    const snake = kind === 'full' ? new FullSnake() : new HeadSnake();
    Object.assign(snake, { heading, alive: true, score: 0 });
    if (kind === 'full') snake.body.push(...cells);
    else {
      Object.assign(snake, { x, y });
      bodies.push([...cells]);
    }
    state.snakes.push(snake);
    for (const cell of cells) occupied[cell] = slot + 1;
  }

  function move(body, slot, head) {
    body.unshift(head);
    occupied[body.pop()] = 0;
    occupied[head] = slot + 1;
  }

  function stepFull() {
    let slot = 0;
    for (const snake of state.snakes) {
      move(snake.body, slot++, ahead(snake.body[0], snake.heading));
      const points = pointsOf(random());
      if (points > 0) snake.score += points;
    }
  }

  function stepHead() {
    let slot = 0;
    for (const snake of state.snakes) {
      snake.x = (snake.x + columnSteps[snake.heading] + width) % width;
      snake.y = (snake.y + rowSteps[snake.heading] + height) % height;
      move(bodies[slot], slot, snake.y * width + snake.x);
      slot++;
      const points = pointsOf(random());
      if (points > 0) snake.score += points;
    }
  }

  const headOf = ({ x, y, body }) => (kind === 'full' ? body[0] : y * width + x);
  return {
    state,
    turn(slot, heading) {
      state.snakes[slot].heading = heading;
    },
    step: kind === 'full' ? stepFull : stepHead,
    heads: () => state.snakes.map(headOf),
    scores: () => state.snakes.map(({ score }) => score),
  };
}
