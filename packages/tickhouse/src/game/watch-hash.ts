// Names what the messages that a spectator gets are written in, beside the layout of the state. Rules
// and inputs may change, and it stays.

import { hashText } from '../state/index.ts';
import type { AnyGame } from './definition.ts';

export function watchHashOf({ name, definition }: AnyGame): string {
  return hashText(JSON.stringify([name, definition.options, definition.events]));
}
