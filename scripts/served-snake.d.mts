// The types of served-snake.mjs, for the tests that import it.

export interface ServedSnake {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Everything that the process has printed. */
  readonly output: () => string;
  /** Sends the signal, and resolves with how the process ended. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * Starts the built game and resolves when it listens.
 *
 * @param port default: any free one
 * @param dataDir default: a folder of its own, which goes with the server
 * @param environment what else is set for it
 */
export declare function serveSnake(
  port?: number,
  dataDir?: string,
  environment?: Readonly<Record<string, string>>,
): Promise<ServedSnake>;
