// Whether a game can have a room with these options. A definition is checked for its defaults where it
// is written, a server checks every other choice; clients need not.

import { TickhouseError } from '../errors.ts';
import { checkedLayoutOf } from '../state/index.ts';
import { tickRateOf } from './blueprint.ts';
import type { AnyGame } from './definition.ts';
import type { Options } from './options.ts';
import { authorShape, roomShape } from './room-shape.ts';

/** @throws GAME_DEFINITION, GAME_OPTIONS, STATE_SCHEMA */
export function checkRoom(game: Omit<AnyGame, 'hash'>, options: Options): void {
  const system = Object.keys(authorShape(game, options)).find((name) => name.startsWith('$'));
  if (system !== undefined) {
    throw new TickhouseError(
      'GAME_DEFINITION',
      `${game.name}: state.${system}: names with $ are tickhouse's own`,
    );
  }
  checkedLayoutOf(roomShape(game, options));
  const rateHz = tickRateOf(game, options);
  if (!(rateHz > 0 && rateHz <= 240)) {
    throw new TickhouseError(
      'GAME_OPTIONS',
      `${game.name}: tickRate must be above 0 and at most 240 ticks a second, it is ${rateHz}`,
    );
  }
}
