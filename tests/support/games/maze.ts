// A maze whose bots walk ways that somebody else finds: the game of the tests of work off the loop.

import {
  bool,
  defineGame,
  grid,
  oneOf,
  table,
  u8,
  u16,
  u32,
} from '../../../packages/tickhouse/src/index.ts';

const mazeSide = 24;
const bots = 6;
const heading = oneOf('up', 'right', 'down', 'left', 'none');
const steps = { up: -mazeSide, right: 1, down: mazeSide, left: -1, none: 0 } as const;

export const maze = defineGame({
  name: 'maze',
  rulesVersion: 1,
  tickRate: 50,
  seats: 2,
  inputs: { stir: {} },
  work: { path: { asks: { bot: u8, from: u16, to: u16 }, gives: { heading } } },
  state: {
    walls: grid(bool, mazeSide, mazeSide),
    arrivals: u32,
    failures: u32,
    bots: table(bots, { at: u16, target: u16, asked: bool, steps: u32 }),
  },
  setup({ state, random }) {
    for (let cell = 0; cell < state.walls.length; cell++) {
      state.walls.setAt(cell, random.chance(0.25));
    }
    for (let i = 0; i < bots; i++) {
      const bot = state.bots.add();
      bot.at = random.int(state.walls.length);
      bot.target = random.int(state.walls.length);
      state.walls.setAt(bot.at, false);
      state.walls.setAt(bot.target, false);
    }
  },
  step({ state, inputs, results, offload, random }) {
    for (const { seat } of inputs) if (seat === 0) for (const bot of state.bots) bot.target = 0;
    for (const { asked, gives } of results) {
      const bot = state.bots.at(asked.bot);
      if (bot === undefined) continue;
      bot.asked = false;
      if (gives === undefined) state.failures++;
      // The answer is of an earlier tick: it counts only where nothing has changed since.
      else if (bot.at === asked.from && bot.target === asked.to) walk(bot, gives.heading);
      if (bot.at !== bot.target && gives?.heading !== 'none') continue;
      state.arrivals++;
      bot.target = random.int(state.walls.length);
    }
    for (const bot of state.bots) {
      if (bot.asked) continue;
      bot.asked = true;
      offload('path', { bot: bot.slot, from: bot.at, to: bot.target });
    }
  },
});

function walk(bot: { at: number; steps: number }, way: keyof typeof steps): void {
  bot.at += steps[way];
  bot.steps++;
}
