// The coded error that a call ends with, for tests that name it.

import { TickhouseError } from '../../packages/tickhouse/src/errors.ts';

/** `STATE_LIST_FULL: snakes[3].body: list is full (1250)`; 'nothing' where nothing is thrown. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TickhouseError) return `${error.code}: ${error.message}`;
    return `not coded: ${String(error)}`;
  }
  return 'nothing';
}

/** The code alone: `STATE_LIST_FULL`. */
export function codeOf(run: () => unknown): string {
  return errorOf(run).replace(/:.*/s, '');
}
