// The schemas that a game's type carries, as types.

import type { Game, WorkResultOf } from '../game/index.ts';
import type { Values } from '../state/index.ts';

/** What a game was defined with. */
export type SchemasOf<G> =
  G extends Game<infer S, infer I, infer O, infer P, infer E, infer F, infer _N, infer W>
    ? { state: S; inputs: I; options: O; player: P; events: E; effects: F; work: W }
    : never;

/** Something with a kind and its values, as a discriminated union over `kind`. */
type Happening<K> = {
  [N in keyof K]: { readonly kind: N; readonly data: Readonly<Values<K[N]>> };
}[keyof K];

/** One of a game's events. */
export type EventOf<G> = Happening<SchemasOf<G>['events']>;
/** One of a game's effects. */
export type EffectOf<G> = Happening<SchemasOf<G>['effects']>;

/** What a game asks to be done off the loop. */
export type AskOf<G> = Pick<WorkResultOf<SchemasOf<G>['work']>, 'kind' | 'asked'>;

/** Options of a room as names and text, as an address carries them. */
export function optionTexts(options: object): (readonly [string, string])[] {
  return Object.entries(options).map(([name, value]) => [name, String(value)] as const);
}
