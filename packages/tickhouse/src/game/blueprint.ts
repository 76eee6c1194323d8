// A game with a room's options filled in: layout, views and codecs, made once and shared by all rooms
// (and on a client by all joins) with the same options.

import { type FlatLayout, flatLayoutOf } from '../codec/index.ts';
import { type Layout, layoutOf } from '../state/index.ts';
import type { AnyGame, Kinds } from './definition.ts';
import { defaultOptions, type Options } from './options.ts';
import { roomShape } from './room-shape.ts';

/** One kind of input, event or effect. */
export interface Kind {
  readonly name: string;
  readonly layout: FlatLayout;
}

export interface Blueprint {
  readonly game: AnyGame;
  readonly options: Options;
  readonly tickRateHz: number;
  readonly layout: Layout;
  /** Where the system columns lie, in 32-bit words. */
  readonly tickWord: number;
  readonly randomWord: number;
  readonly optionsLayout: FlatLayout;
  readonly player: FlatLayout;
  readonly inputs: readonly Kind[];
  readonly events: readonly Kind[];
  readonly effects: readonly Kind[];
}

/** The blueprint of a room with these options, or the game's defaults. */
export function blueprintOf(game: AnyGame, options?: Options): Blueprint {
  return blueprintWith(game, options ?? defaultOptions(game));
}

/**
 * @param options complete and valid (see `readValues`)
 */
export function blueprintWith(game: AnyGame, options: Options): Blueprint {
  const { definition } = game;
  const { tickRate } = definition;
  const tickRateHz = typeof tickRate === 'function' ? tickRate({ options } as never) : tickRate;
  const layout = layoutOf(roomShape(game, options));
  return {
    game,
    options,
    tickRateHz,
    layout,
    tickWord: wordOf(layout, '$tick'),
    randomWord: wordOf(layout, '$random.a'),
    optionsLayout: flatLayoutOf(definition.options),
    player: flatLayoutOf(definition.player),
    inputs: kindsOf(definition.inputs),
    events: kindsOf(definition.events),
    effects: kindsOf(definition.effects),
  };
}

function kindsOf(kinds: Kinds): readonly Kind[] {
  return Object.entries(kinds).map(([name, shape]) => ({ name, layout: flatLayoutOf(shape) }));
}

function wordOf(layout: Layout, path: string): number {
  const leaf = layout.root.leaves.find((one) => one.path === path);
  return (leaf?.offset ?? 0) >> 2;
}
