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
  GAME_KIND: 'an input, event, effect or work of a kind that the game does not define',
  GAME_TOO_MANY_EVENTS: 'the events of one tick take more than 64 KiB',
  GAME_RANDOM: 'random was asked for something that it cannot give',
  GAME_COMMAND: 'a command reached a tick that its seat does not allow',
  GAME_NOT_DETERMINISTIC: 'a tick made twice from the same state gave two different states',
  ROOM_FAILED: 'code of a game threw: its room stopped, the others go on',
  EFFECT_FAILED: 'the handler of an effect threw or rejected',
  WORK_FAILED: 'work that a tick asked for threw, gave what does not fit, or was too much',
  DATA_DIR: 'the folder of what is kept cannot be written to',
  DATA_DIR_IN_USE: 'another server has the folder of what is kept',
  STORE_FULL: 'the disk of what is kept is full',
  STORE_FAILED: 'what is kept could not be written or read',
  STORE_DAMAGED: 'something of what is kept is not what was written there',
  STORE_VERSION: 'what is kept was written by another version of tickhouse',
  LANE_FENCED: 'another process has taken over the rooms of this one',
  LANE_AMBIGUOUS: 'nobody knows whether what was to be kept was written',
  ROOM_RULES_CHANGED: 'a room could not be brought back: its game has changed',
  ROOM_LOST: 'a room could not be brought back',
  SERVER_OPTIONS: 'serve or attach was given an option that cannot be',
  SERVER_PORT: 'the server cannot listen on its port or address',
  SERVER_PAGES: 'the folder of pages has no index.html',
  LEFT: 'the player left the room',
  BAD_MESSAGE: 'a client sent a message that the protocol does not have',
  TOO_MANY_MESSAGES: 'a client sent more messages than a player may',
  HELLO_TIMEOUT: 'a connection did not say hello in time',
  PROTOCOL_VERSION: 'client and server speak different versions of the protocol',
  SCHEMA_MISMATCH: 'client and server have different schemas of the game: the page is older',
  UNKNOWN_GAME: 'the server does not have the game',
  ROOM_NOT_FOUND: 'there is no room with this id',
  ROOM_FULL: 'every seat of the room is taken',
  BAD_OPTIONS: 'a room cannot be made with these options',
  SERVER_FULL: 'the server takes no more rooms',
  REPLACED: 'the same player connected from somewhere else',
  TOO_SLOW: 'a connection stayed too far behind the room',
  SILENT: 'nothing was heard from a client for too long',
  ROOM_CLOSED: 'the room was closed',
  SERVER_CLOSING: 'the server is closing or restarting',
  CLIENT_UNREACHABLE: 'the client could not reach the server',
  CLIENT_WEBSOCKET: 'there is no WebSocket to connect with',
  CLIENT_URL: 'connect was given an address that cannot be one',
  TIME_ARGUMENT: 'a clock, loop or scheduler was given a period, rate or delay it cannot keep',
  REPLAY_FORMAT: 'a file is no replay file, or of another version of tickhouse',
  REPLAY_DAMAGED: 'a replay file holds something that was not written there',
  REPLAY_GAME: 'a replay file is of another game, other schemas or other rules',
  REPLAY_ROOM: 'a room was asked for that the journal in a folder does not have',
  REPLAY_TICK: 'a tick was asked for that the replay file does not have',
  REPLAY_DIFFERS: 'a tick that was made again is not the one that was recorded',
  GAME_MODULE: 'a module of games cannot be loaded, or exports no such game',
  RECORDING_NOT_FOUND: 'there is no recording with this id, or not any more',
  RECORDING_OPEN: 'the match of a recording is still being played',
  RECORDING_FORMAT: 'a file is no recording, or of another version of tickhouse',
  RECORDING_DAMAGED: 'a recording holds something that was not written there',
  RECORDING_GAME: 'a recording is of another game, or of one with other schemas',
  RECORDING_FAILED: 'a recording could not be written: it ends there, its room goes on',
  COMPUTE_OPTIONS: 'a pool was given an option that cannot be',
  COMPUTE_VALUE: 'an argument or a result of a call cannot cross to its worker or back',
  COMPUTE_QUEUE_FULL: 'too many calls wait for the workers of a pool',
  COMPUTE_TIMEOUT: 'a call took longer than it may',
  COMPUTE_WORKER_DIED: 'the worker of a call ended before it answered, each time',
  COMPUTE_CLOSED: 'the pool of a call is closed',
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
