// Heavy or blocking work off the event loop: a bounded queue before a few workers, threads or
// processes, which call the functions of one module. The workers are those of `workerpool`; here are the
// queue, types, codes, time limits, AbortSignal, and the redoing of what a dying worker left.

import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import { TickhouseError } from '../errors.ts';
import { type Answer, callMethod, errorOf } from './answer.ts';
import { type Cargo, pack, unpack, type WorkerKind } from './cargo.ts';

export interface PoolOptions {
  /** Workers at most; each is started when there is work for it. Default: the cores, less one; at least 1. */
  readonly workers?: number | undefined;
  /** Calls that wait for a worker; one more is refused. Default: 1,000. */
  readonly queueMax?: number | undefined;
  /**
   * How long a call may compute, in ms, up to 24 days; its waiting does not count. Default: Infinity,
   * no limit.
   */
  readonly timeLimitMs?: number | undefined;
  /** How often a call is tried whose worker died. Default: 2, so it is done again once. */
  readonly attempts?: number | undefined;
}

export interface CallOptions {
  /** Takes the call back: from the queue, or by ending its worker. */
  readonly signal?: AbortSignal | undefined;
  /** For this call in place of the pool's; Infinity for none. */
  readonly timeLimitMs?: number | undefined;
  /**
   * Buffers among the arguments that move to a thread without a copy, and are gone here; such a call
   * cannot be done again. Processes get copies. What several threads share is a SharedArrayBuffer,
   * which needs no entry here.
   */
  readonly transfer?: readonly ArrayBuffer[] | undefined;
  /**
   * The result is a buffer, a view of one, or a list of such, that the function does not keep: it moves
   * here from a thread without a copy. Default: false.
   */
  readonly resultMoves?: boolean | undefined;
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

/** A call on its way to a worker. */
interface Call {
  readonly name: string;
  readonly cargo: Cargo;
  readonly resultMoves: boolean;
  readonly timeLimitMs: number;
  readonly attempts: number;
  readonly signal: AbortSignal | undefined;
}

/** Who waits for a worker. */
interface Waiting {
  readonly name: string;
  readonly goOn: () => void;
  readonly reject: (error: unknown) => void;
}

/** The longest a timer of Node's can wait. */
const timerMsMax = 2 ** 31 - 1;

export class Pool<M> {
  readonly #kind: WorkerKind;
  readonly #options: { readonly [K in keyof PoolOptions]-?: number };
  readonly #workers: ReturnType<typeof workerpool.pool>;
  /** In order. `workerpool` is given no more than it has workers: its own queue forgets to go on. */
  readonly #waiting = new Set<Waiting>();
  #running = 0;
  #isClosed = false;

  constructor(kind: WorkerKind, module: URL, options: PoolOptions) {
    const { workers = Math.max(1, availableParallelism() - 1), queueMax = 1_000 } = options;
    const { timeLimitMs = Number.POSITIVE_INFINITY, attempts = 2 } = options;
    for (const [name, value] of Object.entries({ workers, queueMax, attempts })) {
      if (Number.isInteger(value) && value > 0) continue;
      throw wrongOption(name, value, 'a whole number above 0');
    }
    checkTimeLimit(timeLimitMs);
    this.#kind = kind;
    this.#options = { workers, queueMax, timeLimitMs, attempts };
    const argv = [kind, module.href, String(process.pid)];
    this.#workers = workerpool.pool(fileURLToPath(new URL('./worker-entry.js', import.meta.url)), {
      workerType: kind,
      maxWorkers: workers,
      // There is nothing to clean up in a worker: its end may be sudden.
      workerTerminateTimeout: 1,
      workerThreadOpts: { argv },
      forkArgs: argv,
      // As bytes are; the default is JSON.
      forkOpts: { serialization: 'advanced' },
    });
  }

  get stats(): PoolStats {
    const workers = this.#workers.stats().totalWorkers;
    return { workers, busy: this.#running, waiting: this.#waiting.size };
  }

  /**
   * Calls a function of the module in a worker; rejects with what it throws. Arguments and results cross
   * as structured clones, taken when this is called.
   * @throws COMPUTE_VALUE, COMPUTE_OPTIONS, COMPUTE_QUEUE_FULL, COMPUTE_TIMEOUT, COMPUTE_WORKER_DIED,
   * COMPUTE_CLOSED; the reason of `signal`
   */
  async run<K extends FunctionName<M>>(
    name: K,
    args: ArgumentsOf<M[K]>,
    options: CallOptions = {},
  ): Promise<ResultOf<M[K]>> {
    const { signal, transfer, resultMoves = false } = options;
    const { timeLimitMs = this.#options.timeLimitMs } = options;
    signal?.throwIfAborted();
    checkTimeLimit(timeLimitMs);
    this.#checkPlace(name);
    const cargo = this.#pack(name, args as readonly unknown[], transfer);
    const attempts = transfer === undefined ? this.#options.attempts : 1;
    // One signal may take back any number of calls.
    if (signal !== undefined) setMaxListeners(0, signal);
    await this.#turn(name, signal);
    try {
      const call = { name, cargo, resultMoves, timeLimitMs, attempts, signal };
      return (await this.#answer(call)) as ResultOf<M[K]>;
    } finally {
      this.#endTurn();
    }
  }

  /**
   * Ends all workers at once; calls that wait or run are rejected with COMPUTE_CLOSED. A pool that is
   * not closed keeps Node alive.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { name, reject } of this.#waiting) reject(closed(name));
    this.#waiting.clear();
    await this.#workers.terminate(true);
  }

  #checkPlace(name: string): void {
    if (this.#isClosed) throw closed(name);
    const { workers, queueMax } = this.#options;
    if (this.#running < workers || this.#waiting.size < queueMax) return;
    throw new TickhouseError(
      'COMPUTE_QUEUE_FULL',
      `${name}: ${queueMax} calls wait already; ask less often, or raise workers or queueMax`,
    );
  }

  #pack(name: string, args: readonly unknown[], transfer: CallOptions['transfer']): Cargo {
    try {
      return pack(this.#kind, args, transfer);
    } catch (error) {
      const why = `${name}: its arguments cannot cross to a worker: ${(error as Error).message}`;
      throw new TickhouseError('COMPUTE_VALUE', why, { cause: error });
    }
  }

  /** Resolves when a worker is free for this call. */
  async #turn(name: string, signal: AbortSignal | undefined): Promise<void> {
    if (this.#running < this.#options.workers) {
      this.#running++;
      return;
    }
    let takeBack = (): void => {};
    try {
      await new Promise<void>((goOn, reject) => {
        const waiting: Waiting = { name, goOn, reject };
        takeBack = () => {
          if (this.#waiting.delete(waiting)) reject(signal?.reason);
        };
        this.#waiting.add(waiting);
        signal?.addEventListener('abort', takeBack, { once: true });
      });
    } finally {
      signal?.removeEventListener('abort', takeBack);
    }
  }

  /** Whoever waits longest has the worker now. */
  #endTurn(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#running--;
    else {
      this.#waiting.delete(next);
      next.goOn();
    }
  }

  async #answer(call: Call): Promise<unknown> {
    const { name, attempts } = call;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const answer = await this.#attempt(call);
      if (answer === 'died') continue;
      if (!answer.ok) throw errorOf(answer.error);
      return unpack(this.#kind, answer.value);
    }
    throw new TickhouseError(
      'COMPUTE_WORKER_DIED',
      `${name}: its ${this.#kind} ended before it answered, ${attempts} of ${attempts} times`,
    );
  }

  async #attempt(call: Call): Promise<Answer | 'died'> {
    const { name, cargo, resultMoves, timeLimitMs, attempts, signal } = call;
    signal?.throwIfAborted();
    if (this.#isClosed) throw closed(name);
    // What may be done again keeps its arguments.
    const transfer = attempts === 1 ? cargo.transfer : [];
    const task = this.#workers.exec(callMethod, [name, cargo.payload, resultMoves], { transfer });
    if (timeLimitMs !== Number.POSITIVE_INFINITY) task.timeout(timeLimitMs);
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
}

function closed(name: string): TickhouseError {
  return new TickhouseError('COMPUTE_CLOSED', `${name}: the pool is closed`);
}

function checkTimeLimit(ms: number): void {
  if ((ms > 0 && ms <= timerMsMax) || ms === Number.POSITIVE_INFINITY) return;
  throw wrongOption('timeLimitMs', ms, `above 0 and at most ${timerMsMax}, or Infinity for none`);
}

function wrongOption(name: string, value: unknown, what: string): TickhouseError {
  return new TickhouseError('COMPUTE_OPTIONS', `${name} = ${String(value)}: it is ${what}`);
}
