// What keeps the game's server from starting, or from keeping scores: a stable code, and a sentence
// that says what to do.

export type SnakeErrorCode =
  /** PORT is no port. */
  | 'SNAKE_PORT'
  /** DURABILITY is none of its words. */
  | 'SNAKE_DURABILITY'
  /** DATA_DIR cannot be read or written. */
  | 'SNAKE_DATA_DIR'
  /** The file of top scores holds something else, or was written by a newer version. */
  | 'SNAKE_SCORES_FILE';

export class SnakeError extends Error {
  readonly code: SnakeErrorCode;

  constructor(code: SnakeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SnakeError';
    this.code = code;
  }
}
