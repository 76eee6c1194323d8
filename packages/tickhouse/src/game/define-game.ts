// defineGame: checks a definition once, where it is written, and gives it its hash.

import { TickhouseError } from '../errors.ts';
import { checkFlatShape, type FlatShape, hashText, type Shape } from '../state/index.ts';
import { checkRoom } from './check-room.ts';
import type {
  AnyGame,
  ErasedDefinition,
  Game,
  GameDefinition,
  Kinds,
  WorkKinds,
} from './definition.ts';
import { defaultOptions } from './options.ts';
import { roomShape } from './room-shape.ts';

// biome-ignore lint/complexity/noBannedTypes: {} is what an absent schema infers to
type None = {};

/**
 * Defines a game. Types flow from its schemas to its functions, to the server and to clients.
 * @throws GAME_DEFINITION, STATE_SCHEMA when something in it cannot be; the message says what
 */
export function defineGame<
  const S extends Shape,
  const I extends Kinds,
  const O extends FlatShape = None,
  const P extends FlatShape = None,
  const E extends Kinds = None,
  const F extends Kinds = None,
  const N extends string = string,
  const W extends WorkKinds = None,
>(definition: GameDefinition<S, I, O, P, E, F, N, W>): Game<S, I, O, P, E, F, N, W> {
  const { name, rulesVersion, seats } = definition;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
    throw invalid(`name "${name}": use 1 to 32 of a-z, 0-9 and -, beginning with a letter`);
  }
  if (!Number.isInteger(rulesVersion) || rulesVersion < 0) {
    throw invalid(`${name}: rulesVersion must be a whole number from 0, it is ${rulesVersion}`);
  }
  if (!Number.isInteger(seats) || seats < 1 || seats > 255) {
    throw invalid(`${name}: seats must be a whole number from 1 to 255, it is ${seats}`);
  }
  const erased = erase(definition as unknown as AnyDefinition);
  if (typeof erased.step !== 'function') throw invalid(`${name}: step is missing`);
  const { inputs, events, effects, work } = erased;
  for (const kinds of [inputs, events, effects, work]) checkKinds(name, kinds);
  if ('seat' in erased.player) throw invalid(`${name}: player.seat is given by tickhouse`);
  const game = { name, rulesVersion, seats, definition: Object.freeze(erased) };
  return checked(game) as Game<S, I, O, P, E, F, N, W>;
}

/** Makes the room of the defaults here, so that what makes it impossible is told to the author. */
function checked(game: Omit<AnyGame, 'hash'>): AnyGame {
  try {
    const { options, player, inputs, events, effects, work } = game.definition;
    const flat = [inputs, events, effects].flatMap((kinds) => Object.values(kinds));
    const worked = Object.values(work).flatMap(({ asks, gives }) => [asks, gives]);
    for (const shape of [options, player, ...flat, ...worked]) checkFlatShape(shape);
    checkRoom(game, defaultOptions(game));
    return Object.freeze({ ...game, hash: hashOf(game) });
  } catch (cause) {
    if (!(cause instanceof TickhouseError && cause.code === 'GAME_OPTIONS')) throw cause;
    throw new TickhouseError('GAME_DEFINITION', cause.message, { cause });
  }
}

type AnyDefinition = GameDefinition<
  Shape,
  Kinds,
  FlatShape,
  FlatShape,
  Kinds,
  Kinds,
  string,
  WorkKinds
>;

function erase(definition: AnyDefinition): ErasedDefinition {
  const { tickRate, sendRate, state, setup, join, leave, away, back, step, migrate, describe } =
    definition;
  return {
    tickRate,
    sendRate,
    state,
    options: definition.options ?? {},
    defaults: definition.defaults,
    player: definition.player ?? {},
    inputs: definition.inputs,
    events: definition.events ?? {},
    effects: definition.effects ?? {},
    work: definition.work ?? {},
    setup,
    join,
    leave,
    away,
    back,
    step,
    migrate,
    describe,
  };
}

function checkKinds(name: string, kinds: Kinds | WorkKinds): void {
  const names = Object.keys(kinds);
  if (names.length > 256)
    throw invalid(`${name}: more than 256 kinds of inputs, events, effects or work`);
  const bad = names.find((kind) => !/^[a-zA-Z][a-zA-Z0-9]{0,31}$/.test(kind));
  if (bad !== undefined) {
    throw invalid(
      `${name}: kind "${bad}": use 1 to 32 letters and digits, beginning with a letter`,
    );
  }
}

/** Covers what client and server must agree on before a room's options are known. */
function hashOf(game: Omit<AnyGame, 'hash'>): string {
  const { options, player, inputs, events } = game.definition;
  const room = roomShape(game, defaultOptions(game));
  return hashText(JSON.stringify([game.name, options, player, inputs, events, room]));
}

function invalid(message: string): TickhouseError {
  return new TickhouseError('GAME_DEFINITION', message);
}
