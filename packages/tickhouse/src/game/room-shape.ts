// The whole state of a room: the author's fields and the system columns beside them. A system name
// begins with $, an author's cannot. Fields are written out where their words would check what needs
// no check: every client carries this file.

import {
  type HiddenField,
  hidden,
  type OneOfField,
  type Shape,
  type StructField,
  struct,
  type TableField,
  u8,
  u32,
} from '../state/index.ts';
import type { AnyGame } from './definition.ts';
import type { Options } from './options.ts';

const presence: OneOfField<'here' | 'away'> = { kind: 'oneOf', values: ['here', 'away'] };

/** The system columns, as types. */
export type SystemShape = {
  /** The tick that this state is. It travels in each message's header, never in a delta. */
  readonly $tick: typeof u32;
  readonly $random: HiddenField<StructField<RandomWords>>;
  /** A row for each taken seat; slot = seat. */
  readonly $seats: TableField<SeatShape>;
};

type RandomWords = {
  readonly a: typeof u32;
  readonly b: typeof u32;
  readonly c: typeof u32;
  readonly d: typeof u32;
};

type SeatShape = {
  /** Whether the seat's player is connected. */
  readonly presence: typeof presence;
  /** The number of the last input that a tick took from this seat. */
  readonly lastInput: typeof u32;
  readonly player: HiddenField<StructField<{ readonly seat: typeof u8 }>>;
};

/** The author's part of it. */
export function authorShape({ definition }: Omit<AnyGame, 'hash'>, options: Options): Shape {
  const { state } = definition;
  return typeof state === 'function' ? state(options as never) : state;
}

export function roomShape(game: Omit<AnyGame, 'hash'>, options: Options): Shape {
  return {
    ...authorShape(game, options),
    $tick: u32,
    $random: hidden(struct({ a: u32, b: u32, c: u32, d: u32 })),
    $seats: {
      kind: 'table',
      capacity: game.seats,
      row: {
        presence,
        lastInput: u32,
        player: hidden(struct({ seat: u8, ...game.definition.player })),
      },
    },
  };
}
