// The game as tickhouse's documentation writes one. Bodies travel; the occupancy is a hidden grid.

import {
  bool,
  defineGame,
  grid,
  hidden,
  i32,
  list,
  table,
  u8,
  u16,
  u32,
} from '../../packages/tickhouse/dist/index.js';
import { rehearse } from '../../packages/tickhouse/dist/testing/index.js';
import {
  ahead,
  height,
  pointsOf,
  randomFrom,
  seed,
  snakesOf,
  tickRateHz,
  width,
} from './world.mjs';

export const gameOf = (count) =>
  defineGame({
    name: 'fanout',
    rulesVersion: 1,
    tickRate: tickRateHz,
    seats: count,
    inputs: { turn: { heading: u8 } },
    state: {
      snakes: table(count, { heading: u8, alive: bool, score: u32, body: list(u16, 64) }),
      occupied: hidden(grid(u8, width, height)),
      draw: hidden(i32),
    },
    setup({ state }) {
      state.draw = seed;
      for (const { slot, heading, cells } of snakesOf(count)) {
        const snake = state.snakes.addAt(slot);
        Object.assign(snake, { heading, alive: true });
        for (const cell of cells) {
          snake.body.push(cell);
          state.occupied.setAt(cell, slot + 1);
        }
      }
    },
    step({ state, inputs }) {
      const { snakes, occupied } = state;
      for (const { seat, data } of inputs) snakes.at(seat).heading = data.heading & 3;
      const random = randomFrom(state.draw);
      let draw = state.draw;
      for (const snake of snakes) {
        const { body } = snake;
        const head = ahead(body.at(0), snake.heading);
        body.unshift(head);
        occupied.setAt(body.pop(), 0);
        occupied.setAt(head, snake.slot + 1);
        draw = random();
        const points = pointsOf(draw);
        if (points > 0) snake.score += points;
      }
      state.draw = draw;
    },
  });

export function createGame(count) {
  const room = rehearse(gameOf(count), { twice: false });
  for (let seat = 0; seat < count; seat++) room.join(seat, {});
  return {
    turn: (slot, heading) => room.input(slot, 'turn', { heading }),
    step: () => room.advance(),
    heads: () => [...room.state.snakes].map(({ body }) => body.at(0)),
    scores: () => [...room.state.snakes].map(({ score }) => score),
  };
}
