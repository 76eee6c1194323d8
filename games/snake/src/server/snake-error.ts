// What keeps the game's server from starting, or from keeping scores: a stable code, and a sentence
// that says what to do.

const codes = [
  /** PORT is no port. */
  'SNAKE_PORT',
  /** DURABILITY is none of its words. */
  'SNAKE_DURABILITY',
  /** DATA_DIR cannot be read or written. */
  'SNAKE_DATA_DIR',
  /** A file of scores is damaged, holds something else, or was written by a newer version. */
  'SNAKE_SCORES_FILE',
  /** Scores could not be written while the game was running. */
  'SNAKE_SCORES_WRITE',
] as const;

export type SnakeErrorCode = (typeof codes)[number];

export class SnakeError extends Error {
  readonly code: SnakeErrorCode;

  constructor(code: SnakeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SnakeError';
    this.code = code;
  }

  /** The same error, where it has come from another thread as one of no class; else what was given. */
  static revived(error: unknown): unknown {
    const { code, message } = (error ?? {}) as {
      readonly code?: unknown;
      readonly message?: string;
    };
    const known = codes.find((one) => one === code);
    return known === undefined ? error : new SnakeError(known, message ?? '', { cause: error });
  }
}
