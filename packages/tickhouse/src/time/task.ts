// An async function that runs on its own: it can be cancelled, joined, and does not fail in
// silence. It stands apart from a bare promise, which cannot be asked to end and calls every end
// but one a rejection: here done, failed and cancelled are three things. After asyncio.Task of
// Python.

/** Where a task is; each state owns its fields. */
export type TaskState<T> = { readonly status: 'running' } | TaskOutcome<T>;

/** How a task ended: it returned, it threw, or it gave way to `cancel`. */
export type TaskOutcome<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'cancelled'; readonly reason: unknown };

/** What `Task.start` may be told. */
export interface TaskOptions {
  /**
   * Called once with the error, if the task fails and nobody has joined it by then. Default: the
   * failure is an unhandled rejection, as of a promise that nobody awaits; Node's default is to
   * exit. What it throws is an unhandled rejection in turn.
   */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/**
 * One run of an async function. It ends once; to try again, start a fresh one.
 *
 * The outcome says what the function did: a return is `done`, a throw is `failed`; only when
 * `cancel` was called and the function threw for that reason, it is `cancelled`. So a function that
 * ends well in spite of `cancel` is `done` and keeps its value, and one whose clean-up breaks is
 * `failed`.
 */
export class Task<T> {
  readonly #controller = new AbortController();
  /** Rejects with a failure that nothing else has taken: unless someone joins, it surfaces. */
  readonly #ended: Promise<void>;
  #state: TaskState<T> = { status: 'running' };
  #joined = false;

  /**
   * Calls `run` at once; what it does up to its first `await` has happened when this returns.
   * @param run gets the signal that `cancel` aborts. Pass it on to whatever waits, or call
   *   `signal.throwIfAborted()`: a function that does neither cannot be cancelled.
   */
  static start<T>(run: (signal: AbortSignal) => Promise<T>, options: TaskOptions = {}): Task<T> {
    return new Task(run, options);
  }

  private constructor(run: (signal: AbortSignal) => Promise<T>, { onFailure }: TaskOptions) {
    this.#ended = this.#follow(run, onFailure);
  }

  /** Where the task is now. */
  get state(): TaskState<T> {
    return this.#state;
  }

  /**
   * Asks the task to end, through its signal; `join` tells when and how it did. Harmless when it
   * has ended; of several calls the first one's reason holds.
   * @param reason what the signal's waiters throw; default a `DOMException` named AbortError.
   */
  cancel(reason?: unknown): void {
    if (this.#state.status === 'running') this.#controller.abort(reason);
  }

  /**
   * The outcome, once there is one; it never rejects. Who joins takes over the failure: it reaches
   * neither `onFailure` nor the unhandled rejections, so look at the `status`.
   */
  async join(): Promise<TaskOutcome<T>> {
    this.#joined = true;
    await this.#ended.catch(() => {});
    return this.#state as TaskOutcome<T>;
  }

  async #follow(
    run: (signal: AbortSignal) => Promise<T>,
    onFailure: TaskOptions['onFailure'],
  ): Promise<void> {
    const signal = this.#controller.signal;
    try {
      this.#state = { status: 'done', value: await run(signal) };
    } catch (error) {
      if (isAbort(error, signal)) {
        this.#state = { status: 'cancelled', reason: signal.reason };
        return;
      }
      this.#state = { status: 'failed', error };
      if (this.#joined || onFailure === undefined) throw error;
      onFailure(error);
    }
  }
}

/**
 * Whether `error` is the answer to `signal`: its reason itself (fetch, throwIfAborted) or what
 * Node's own functions make of it, an AbortError.
 */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
