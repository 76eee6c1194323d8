// A room's options: chosen by whoever makes the room, the rest from the game's defaults.

import { BitReader, BitWriter, flatLayoutOf, readValues, writeValues } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import type { FlatShape, ScalarField } from '../state/index.ts';
import type { AnyGame } from './definition.ts';

/** Values of one flat shape, by field name. */
export type Options = Readonly<Record<string, unknown>>;

/** @throws GAME_OPTIONS when a default is out of range or names no option */
export function defaultOptions(game: Omit<AnyGame, 'hash'>): Options {
  const { options, defaults } = game.definition;
  const zeros = Object.entries(options).map(([name, field]) => [name, zeroOf(field)]);
  return canonical(game, { ...Object.fromEntries(zeros), ...defaults });
}

/**
 * Options from text, as they stand in an address: `?speed=8&stones=true`. What is not named keeps its
 * default; names that are no option are refused.
 * @throws GAME_OPTIONS
 */
export function parseOptions(game: AnyGame, text: Iterable<readonly [string, string]>): Options {
  const shape: FlatShape = game.definition.options;
  const options: Record<string, unknown> = { ...defaultOptions(game) };
  for (const [name, value] of text) {
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (field === undefined) {
      const known = Object.keys(shape).join(', ') || 'none';
      throw new TickhouseError(
        'GAME_OPTIONS',
        `${game.name} has no option ${name}; it has: ${known}`,
      );
    }
    options[name] = parseValue(field, value);
  }
  return canonical(game, options);
}

/** The options as the wire carries them: ranges checked, floats rounded. */
function canonical(game: Omit<AnyGame, 'hash'>, options: Options): Options {
  const layout = flatLayoutOf(game.definition.options);
  const out = new BitWriter();
  try {
    writeValues(out, layout, options, 'options');
  } catch (cause) {
    throw new TickhouseError('GAME_OPTIONS', `${game.name}: ${(cause as Error).message}`, {
      cause,
    });
  }
  return readValues(new BitReader(out.finish()), layout);
}

/** A canonical text of the options: equal texts mean equal rooms. */
export function optionsKey(game: AnyGame, options: Options): string {
  return Object.keys(game.definition.options)
    .map((name) => `${name}=${String(options[name])}`)
    .join('&');
}

function parseValue(field: ScalarField, value: string): unknown {
  if (field.kind === 'number') return value.trim() === '' ? Number.NaN : Number(value);
  if (field.kind === 'bool') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

function zeroOf(field: ScalarField): unknown {
  switch (field.kind) {
    case 'number':
      return 0;
    case 'bool':
      return false;
    case 'oneOf':
      return field.values[0];
    case 'text':
      return '';
  }
}
