// Every failure that a user can meet: one class, one table of stable codes. It stands beside the
// folders because each of them, `state` and `time` too, speaks of failure in the same way.

/**
 * The stable codes, each with what it means. `docs/errors.md` says what to do about each one; a test
 * holds that page against this table. The table is not referenced by `TickhouseError`, so that a
 * bundle which never reads it does not carry its text.
 */
export const errorTable = {
  TIME_ARGUMENT: 'a clock, loop or scheduler was given a period, rate or delay it cannot keep',
} as const satisfies Record<string, string>;

/** One of the stable codes of `errorTable`. */
export type ErrorCode = keyof typeof errorTable;

/** A failure with a stable `code`; its message says what happened and what to do. */
export class TickhouseError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TickhouseError';
    this.code = code;
  }
}
