// A game with a room's options filled in: layout, views and codecs, made once and shared by all rooms
// (and on a client by all joins) with the same options.

import { type FlatLayout, flatLayoutOf } from '../codec/index.ts';
import { type Layout, layoutOf } from '../state/index.ts';
import type { AnyGame, ErasedDefinition, Kinds } from './definition.ts';
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
  readonly sendRateHz: number;
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
    tickRateHz: rateOf(definition.tickRate, options),
    sendRateHz: rateOf(definition.sendRate ?? definition.tickRate, options),
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

/** What a rate is for a room with these options. */
export function rateOf(rate: ErasedDefinition['tickRate'], options: Options): number {
  return typeof rate === 'function' ? rate({ options } as never) : rate;
}
