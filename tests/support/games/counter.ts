// The smallest fixture: a total that everybody adds to.

import { defineGame, i16, i32 } from '../../../packages/tickhouse/src/index.ts';

export const counter = defineGame({
  name: 'counter',
  rulesVersion: 0,
  tickRate: 20,
  seats: 3,
  inputs: { add: { amount: i16 }, fail: {} },
  effects: { reached: { total: i32 } },
  state: { total: i32 },
  step({ state, inputs, effect }) {
    for (const input of inputs) {
      if (input.kind === 'fail') throw new Error('a bug of the game');
      state.total += input.data.amount;
      effect('reached', { total: state.total });
    }
  },
});
