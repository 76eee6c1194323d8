// Whether a game can have a room with these options. A definition is checked for its defaults where it
// is written, a server checks every other choice; clients need not.

import { TickhouseError } from '../errors.ts';
import { checkedLayoutOf } from '../state/index.ts';
import { rateOf } from './blueprint.ts';
import type { AnyGame } from './definition.ts';
import type { Options } from './options.ts';
import { authorShape, roomShape } from './room-shape.ts';

/** A message covers at most so many ticks where its receiver is up to date. */
const ticksCoveredMax = 64;

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
  const { tickRate, sendRate } = game.definition;
  const rateHz = rateOf(tickRate, options);
  if (!(rateHz > 0 && rateHz <= 240)) {
    throw new TickhouseError(
      'GAME_OPTIONS',
      `${game.name}: tickRate must be above 0 and at most 240 ticks a second, it is ${rateHz}`,
    );
  }
  const sendHz = rateOf(sendRate ?? tickRate, options);
  if (!(sendHz <= rateHz && sendHz * ticksCoveredMax >= rateHz)) {
    throw new TickhouseError(
      'GAME_OPTIONS',
      `${game.name}: sendRate must be at most the tickRate, ${rateHz}, and at least a ${ticksCoveredMax}th of it, it is ${sendHz}`,
    );
  }
}
