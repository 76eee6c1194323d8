// A room made again from its history: as it was at its last durable tick, with who holds its seats and
// what it had asked of the world; or brought over to other rules.

import { TickhouseError } from '../errors.ts';
import { migrate, type Plan, Simulation } from '../game/index.ts';
import type { History } from './histories.ts';
import type { AskOfTick, Checkpoint, EffectOfTick, SeatHolder } from './journal.ts';

export interface Rebuilt {
  readonly checkpoint: Checkpoint;
  /** Effects that may not have been carried out. */
  readonly effects: readonly EffectOfTick[];
}

/**
 * @param plan the history's own
 * @throws REPLAY_DIFFERS where a tick is not what it was; what the game's functions throw
 */
export function rebuild(plan: Plan, { checkpoint, ticks }: History): Rebuilt {
  const simulation = new Simulation(plan, { seed: 0 });
  simulation.load(checkpoint.state);
  const holders = new Map(checkpoint.holders.map(({ seat, tokenHash }) => [seat, tokenHash]));
  const effects = checkpoint.effects.filter(({ tick }) => tick <= checkpoint.tick);
  let asks = [...checkpoint.asks];
  for (const { made, seated } of ticks) {
    simulation.advance(made.commands);
    const { tick, outlet } = simulation;
    if (tick !== made.tick || (made.hash !== undefined && made.hash !== simulation.hash())) {
      throw new TickhouseError(
        'REPLAY_DIFFERS',
        `tick ${made.tick} is not what it was: the rules are others, or not deterministic`,
      );
    }
    for (const command of made.commands) {
      if (command.type === 'leave') holders.delete(command.seat);
      if (command.type === 'result') asks = without(asks, command.kind, command.asked);
    }
    for (const { seat, tokenHash } of seated) holders.set(seat, tokenHash);
    outlet.effects.forEach((effect, index) => void effects.push({ ...effect, tick, index }));
    asks.push(...outlet.asks.map((ask) => ({ ...ask, tick })));
  }
  const { tick } = simulation;
  return {
    checkpoint: { tick, state: simulation.save(), holders: holdersOf(holders), asks },
    effects,
  };
}

/**
 * A history's last checkpoint as a state of another plan; undefined where its schema is another, and the
 * game has no `migrate`.
 * @throws what the author's `migrate` throws
 */
export function bringOver(plan: Plan, { birth, checkpoint }: History): Checkpoint | undefined {
  if (plan.layout.hash === birth.layoutHash) return checkpoint;
  const { shape, rulesVersion } = birth;
  const state = migrate(plan, { shape, rulesVersion, state: checkpoint.state });
  return state && { ...checkpoint, state };
}

function holdersOf(holders: ReadonlyMap<number, Uint8Array>): SeatHolder[] {
  return [...holders].map(([seat, tokenHash]) => ({ seat, tokenHash }));
}

/** The first ask that a result answers is answered. */
function without(asks: readonly AskOfTick[], kind: string, asked: unknown): AskOfTick[] {
  const text = JSON.stringify(asked);
  const at = asks.findIndex((ask) => ask.kind === kind && JSON.stringify(ask.asked) === text);
  return asks.filter((_, i) => i !== at);
}
