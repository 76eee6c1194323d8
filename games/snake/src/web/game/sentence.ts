// Sentences with snakes in them: two may have the same name, so where there is room for it each is told
// by its look too.

import type { Look } from '../field/look.ts';

export interface Named {
  readonly name: string;
  readonly look: Look;
}

/** Its parts, in order; without any it says nothing. */
export type Sentence = readonly (string | Named)[];

export function textOf(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === 'string' ? part : part.name)).join('');
}
