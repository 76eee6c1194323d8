// A room's state brought over from an earlier schema: what both have by the library, the rest by the
// author.

import { carry, layoutOf, Memory, type Shape, writer } from '../state/index.ts';
import type { Plan } from './simulation.ts';

/** A state as it was left, and by which rules. */
export interface EarlierState {
  /** Its schema, system columns too. */
  readonly shape: unknown;
  readonly state: Uint8Array;
  readonly rulesVersion: number;
}

/**
 * The whole state of a room of this plan; undefined where the game has no `migrate`.
 * @throws what the author's `migrate` throws
 */
export function migrate(plan: Plan, earlier: EarlierState): Uint8Array | undefined {
  const run = plan.game.definition.migrate;
  if (run === undefined) return undefined;
  const before = {
    layout: layoutOf(earlier.shape as Shape),
    memory: new Memory(earlier.state.length),
  };
  before.memory.u8.set(earlier.state);
  const after = { layout: plan.layout, memory: new Memory(plan.layout.bytes) };
  carry(before, after);
  const { rulesVersion } = earlier;
  const { layout, memory } = before;
  const context = {
    before: writer(layout)(memory, new Int32Array(layout.markWords)),
    rulesVersion,
    state: plan.open(after.memory, new Int32Array(plan.layout.markWords)),
    options: Object.freeze({ ...plan.options }),
  };
  run(context as never);
  return after.memory.u8.slice();
}
