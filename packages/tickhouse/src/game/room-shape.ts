// The whole state of a room: the author's fields and the system columns beside them. A system name
// begins with $, an author's cannot. Fields are written out where their words would check what needs
// no check: every client carries this file.

import { TickhouseError } from '../errors.ts';
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

/** @throws STATE_SCHEMA, GAME_DEFINITION */
export function roomShape(game: Omit<AnyGame, 'hash'>, options: Options): Shape {
  const { state, player } = game.definition;
  const shape = typeof state === 'function' ? state(options as never) : state;
  const system = Object.keys(shape).find((field) => field.startsWith('$'));
  if (system !== undefined) {
    throw new TickhouseError(
      'GAME_DEFINITION',
      `${game.name}: state.${system}: names with $ are tickhouse's own`,
    );
  }
  return {
    ...shape,
    $tick: u32,
    $random: hidden(struct({ a: u32, b: u32, c: u32, d: u32 })),
    $seats: {
      kind: 'table',
      capacity: game.seats,
      row: { presence, lastInput: u32, player: hidden(struct({ seat: u8, ...player })) },
    },
  };
}
