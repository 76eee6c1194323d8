// A room's bytes as its author's state again: for work off the loop, which is given a copy of them.

import type { Values, View } from '../state/index.ts';
import { Memory, writer } from '../state/index.ts';
import { blueprintOf } from './blueprint.ts';
import type { AnyGame, Game } from './definition.ts';
import type { Options } from './options.ts';

type StateOf<G> =
  G extends Game<infer S, infer _I, infer _O, infer _P, infer _E, infer _F> ? View<S> : never;
type OptionsOf<G> =
  G extends Game<infer _S, infer _I, infer O, infer _P, infer _E, infer _F> ? Values<O> : never;

/**
 * Reads a copy of a room's whole state, hidden fields too. It is a copy: what is written to it changes
 * nothing elsewhere.
 * @param options of the room, complete
 * @param bytes as `state` of work's source has them
 */
export function openState<G extends AnyGame>(
  game: G,
  options: Readonly<OptionsOf<G>>,
  bytes: Uint8Array,
): StateOf<G> {
  const { layout } = blueprintOf(game, options as Options);
  const memory = new Memory(layout.bytes);
  memory.u8.set(bytes);
  return writer(layout)(memory, new Int32Array(layout.markWords)) as StateOf<G>;
}
