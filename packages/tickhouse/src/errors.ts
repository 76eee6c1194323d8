// Every failure that a user can meet: one class, one table of stable codes. It stands beside the
// folders because each of them, `state` and `time` too, speaks of failure in the same way.

/**
 * The stable codes, each with what it means. `docs/errors.md` says what to do about each one; a test
 * holds that page against this table. The table is not referenced by `TickhouseError`, so that a
 * bundle which never reads it does not carry its text.
 */
export const errorTable = {
  STATE_SCHEMA: 'a schema that cannot be laid out: a bad name, size or nesting',
  STATE_VALUE: 'a value was written that its field cannot hold',
  STATE_TEXT_TOO_LONG: 'a text was written that has more code points than its field',
  STATE_INDEX: 'an item, cell or slot was asked for that does not exist',
  STATE_LIST_FULL: 'a push to a list that already holds its capacity',
  STATE_LIST_EMPTY: 'a pop from a list that holds nothing',
  STATE_TABLE_FULL: 'a row was added to a table that already holds its capacity',
  STATE_SLOT_TAKEN: 'a row was added in a slot that holds another',
  STATE_ROW_GONE: 'a row was used after it was removed from its table',
  CODEC_TRUNCATED: 'a message ended before its last value',
  CODEC_VALUE: 'a message holds a value that no sender of this schema writes',
  GAME_DEFINITION: 'defineGame was given something that cannot be a game',
  GAME_OPTIONS: 'the options of a room name no option, or lead to no possible room',
  GAME_KIND: 'an input, event or effect of a kind that the game does not define',
  GAME_TOO_MANY_EVENTS: 'the events of one tick take more than 64 KiB',
  GAME_RANDOM: 'random was asked for something that it cannot give',
  GAME_COMMAND: 'a command reached a tick that its seat does not allow',
  GAME_NOT_DETERMINISTIC: 'a tick made twice from the same state gave two different states',
  TIME_ARGUMENT: 'a clock, loop or scheduler was given a period, rate or delay it cannot keep',
} as const;

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
