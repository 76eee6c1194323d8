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
  /** Where the tick lies, in 32-bit words. */
  readonly tickWord: number;
  readonly optionsLayout: FlatLayout;
  readonly player: FlatLayout;
  readonly inputs: readonly Kind[];
  readonly events: readonly Kind[];
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
  const layout = layoutOf(roomShape(game, options));
  return {
    game,
    options,
    tickRateHz: tickRateOf(game, options),
    layout,
    tickWord: wordOf(layout, '$tick'),
    optionsLayout: flatLayoutOf(definition.options),
    player: flatLayoutOf(definition.player),
    inputs: kindsOf(definition.inputs),
    events: kindsOf(definition.events),
  };
}

export function kindsOf(kinds: Kinds): readonly Kind[] {
  return Object.entries(kinds).map(([name, shape]) => ({ name, layout: flatLayoutOf(shape) }));
}

/** Where a system column lies, in 32-bit words. */
export function wordOf(layout: Layout, path: string): number {
  const leaf = layout.root.leaves.find((one) => one.path === path);
  return (leaf?.offset ?? 0) >> 2;
}

/** Ticks a second of a room with these options. */
export function tickRateOf({ definition }: Omit<AnyGame, 'hash'>, options: Options): number {
  const { tickRate } = definition;
  return typeof tickRate === 'function' ? tickRate({ options } as never) : tickRate;
}
