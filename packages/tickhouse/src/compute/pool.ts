// Heavy or blocking work off the event loop: a bounded queue before a few workers, threads or
// processes, which call the functions of one module. The pool itself is `workerpool`; here are types,
// codes, time limits, AbortSignal, and the redoing of what a dying worker left.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import { TickhouseError } from '../errors.ts';
import { type Answer, callMethod, errorOf } from './answer.ts';

export interface PoolOptions {
  /** Workers at most; each is started when there is work for it. Default: the cores, less one; at least 1. */
  readonly workers?: number;
  /** Calls that wait for a worker; one more is refused. Default: 1,000. */
  readonly queueMax?: number;
  /** How long a call may compute, in ms; its waiting does not count. Default: no limit. */
  readonly timeLimitMs?: number;
  /** How often a call is tried whose worker died. Default: 2, so it is done again once. */
  readonly attempts?: number;
}

export interface CallOptions {
  /** Takes the call back: from the queue, or by ending its worker. */
  readonly signal?: AbortSignal | undefined;
  /** For this call in place of the pool's. */
  readonly timeLimitMs?: number;
  /**
   * Buffers among the arguments that move to a thread without a copy, and are gone here; such a call
   * cannot be done again. Processes get copies. What several threads share is a SharedArrayBuffer,
   * which needs no entry here.
   */
  readonly transfer?: readonly ArrayBuffer[];
}

/** Functions of a module by name: what `typeof import('./work.js')` has. */
type FunctionName<M> = {
  [K in keyof M]: M[K] extends (...args: never) => unknown ? K : never;
}[keyof M] &
  string;
type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? A : never;
type ResultOf<F> = F extends (...args: never) => infer R ? Awaited<R> : never;

/** Where workers are, and how busy. */
export interface PoolStats {
  readonly workers: number;
  readonly busy: number;
  readonly waiting: number;
}

/**
 * A pool of threads: they share memory with this process, and a blocking call or a long computation in
 * one leaves the event loop free.
 * @param module the URL of the module whose functions are called: JavaScript, as Node 20 loads it
 * @throws COMPUTE_OPTIONS
 */
export function threadPool<M>(module: URL, options: PoolOptions = {}): Pool<M> {
  return new Pool('thread', module, options);
}

/**
 * A pool of processes: each has memory of its own, and one that crashes takes nothing with it. They
 * end with this process, also when that is killed.
 * @param module as of `threadPool`
 * @throws COMPUTE_OPTIONS
 */
export function processPool<M>(module: URL, options: PoolOptions = {}): Pool<M> {
  return new Pool('process', module, options);
}

export class Pool<M> {
  readonly #kind: 'thread' | 'process';
  readonly #options: Required<Omit<PoolOptions, 'timeLimitMs'>> & Pick<PoolOptions, 'timeLimitMs'>;
  readonly #workers: ReturnType<typeof workerpool.pool>;
  #isClosed = false;

  constructor(kind: 'thread' | 'process', module: URL, options: PoolOptions) {
    const cores = availableParallelism();
    this.#kind = kind;
    this.#options = { workers: Math.max(1, cores - 1), queueMax: 1_000, attempts: 2, ...options };
    for (const [name, value] of Object.entries(this.#options)) checkOption(name, value);
    const argv = [kind, module.href, String(process.pid)];
    this.#workers = workerpool.pool(fileURLToPath(new URL('./worker-entry.js', import.meta.url)), {
      workerType: kind,
      maxWorkers: this.#options.workers,
      maxQueueSize: this.#options.queueMax,
      // There is nothing to clean up in a worker: its end may be sudden.
      workerTerminateTimeout: 1,
      workerThreadOpts: { argv },
      forkArgs: argv,
      // As structured clones, as threads get them: typed arrays, maps, dates.
      forkOpts: { serialization: 'advanced' },
    });
  }

  get stats(): PoolStats {
    const { totalWorkers, busyWorkers, pendingTasks } = this.#workers.stats();
    return { workers: totalWorkers, busy: busyWorkers, waiting: pendingTasks };
  }

  /**
   * Calls a function of the module in a worker; rejects with what it throws.
   * @throws COMPUTE_QUEUE_FULL, COMPUTE_TIMEOUT, COMPUTE_WORKER_DIED, COMPUTE_CLOSED; the reason of
   * `signal`
   */
  async run<K extends FunctionName<M>>(
    name: K,
    args: ArgumentsOf<M[K]>,
    options: CallOptions = {},
  ): Promise<ResultOf<M[K]>> {
    const { signal, transfer } = options;
    const attempts = transfer === undefined ? this.#options.attempts : 1;
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      const answer = await this.#attempt(name, args as readonly unknown[], options);
      if (answer !== 'died') {
        if (answer.ok) return answer.value as ResultOf<M[K]>;
        throw errorOf(answer.error);
      }
      if (attempt < attempts) continue;
      throw new TickhouseError(
        'COMPUTE_WORKER_DIED',
        `${name}: its ${this.#kind} ended before it answered, ${attempt} of ${attempts} times`,
      );
    }
  }

  /**
   * Ends all workers at once; calls that wait or run are rejected with COMPUTE_CLOSED. A pool that is
   * not closed keeps Node alive.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#workers.terminate(true);
  }

  async #attempt(
    name: string,
    args: readonly unknown[],
    { signal, timeLimitMs = this.#options.timeLimitMs, transfer }: CallOptions,
  ): Promise<Answer | 'died'> {
    const task = this.#start(name, args, transfer);
    if (timeLimitMs !== undefined) task.timeout(timeLimitMs);
    const cancel = (): void => void task.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return (await task) as Answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (this.#isClosed) throw closed(name);
      if (!(error instanceof workerpool.Promise.TimeoutError)) return 'died';
      throw new TickhouseError('COMPUTE_TIMEOUT', `${name} took longer than ${timeLimitMs} ms`);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #start(name: string, args: readonly unknown[], transfer: CallOptions['transfer']) {
    if (this.#isClosed) throw closed(name);
    const { waiting } = this.stats;
    if (waiting >= this.#options.queueMax) {
      throw new TickhouseError(
        'COMPUTE_QUEUE_FULL',
        `${name}: ${waiting} calls wait already; ask less often, or raise workers or queueMax`,
      );
    }
    return this.#workers.exec(
      callMethod,
      [name, args],
      transfer ? { transfer: [...transfer] } : {},
    );
  }
}

function closed(name: string): TickhouseError {
  return new TickhouseError('COMPUTE_CLOSED', `${name}: the pool is closed`);
}

function checkOption(name: string, value: unknown): void {
  if (value === undefined && name === 'timeLimitMs') return;
  const isWhole = Number.isInteger(value) || (name === 'timeLimitMs' && Number.isFinite(value));
  if (isWhole && (value as number) > 0) return;
  throw new TickhouseError('COMPUTE_OPTIONS', `${name} = ${String(value)}: it is a number above 0`);
}
