// One game of ten Snake players in three ways: made live, made live with the tail that every room keeps,
// and made again from its replay file. All end in the same state.

import { botIntent, snake } from '../../games/snake/dist/rules/index.js';
import { blueprintOf, planOf, Simulation } from '../../packages/tickhouse/dist/game/index.js';
import { Replay, replayOf, Tail } from '../../packages/tickhouse/dist/journal/index.js';

const seed = 20_261;
/** Two minutes of the game. */
const ticks = 960;
const plan = planOf(blueprintOf(snake));

export function open(contender) {
  const game = played();
  const run = {
    live: () => advance(game.commands),
    tail: () => advance(game.commands, true),
    replay: () => replay(game.file),
  }[contender];
  return {
    about: () => ({
      ticks,
      tickRateHz: plan.tickRateHz,
      fileBytes: game.file.length,
      inputs: game.commands.flat().length,
    }),
    hash: run,
    game: (times) => {
      for (let i = 0; i < times; i++) run();
    },
  };
}

function advance(commands, withTail = false) {
  const simulation = new Simulation(plan, { seed });
  const tail = withTail ? new Tail(plan, simulation) : undefined;
  for (const one of commands) {
    tail?.making(one);
    simulation.advance(one);
    tail?.made();
  }
  return simulation.hash();
}

function replay(file) {
  const made = new Replay(file, snake);
  while (made.step() !== undefined);
  return made.simulation.hash();
}

/** Ten players who steer by the game's own policy, and play again when they are dead. */
function played() {
  const simulation = new Simulation(plan, { seed });
  const before = simulation.save();
  const numbers = new Array(snake.seats).fill(0);
  const commands = [];
  const recorded = [];
  for (let tick = 1; tick <= ticks; tick++) {
    const one = tick === 1 ? numbers.map((_, seat) => joinOf(seat)) : [];
    for (const { slot, alive } of simulation.state.snakes) {
      const intent = alive
        ? botIntent(simulation.state, slot, tick, 'normal')
        : playAgain(tick, slot);
      if (intent === undefined) continue;
      const { kind, ...data } = intent;
      one.push({ type: 'input', seat: slot, number: ++numbers[slot], kind, data });
    }
    simulation.advance(one);
    commands.push(one);
    const hash = tick % 8 === 0 ? simulation.hash() : undefined;
    recorded.push({ made: { tick, commands: one, hash } });
  }
  const history = { checkpoint: { tick: 0, state: before }, ticks: recorded };
  const file = replayOf(plan, 'bench', [history]);
  return { commands, file };
}

/** A person needs a second to see that it is over. */
function playAgain(tick, slot) {
  return tick % plan.tickRateHz === slot % plan.tickRateHz ? { kind: 'play' } : undefined;
}

function joinOf(seat) {
  return { type: 'join', seat, player: { name: `P${seat}`, bot: false } };
}
