// A game as it is, but that sends less often than it ticks.

import type { AnyGame } from '../../packages/tickhouse/src/game/index.ts';

export function sendingAt<G extends AnyGame>(game: G, sendRate: number): G {
  return { ...game, definition: { ...game.definition, sendRate } };
}
