// One thread that is kept, for blocking work with a memory of its own: it calls the functions of one
// object, in order. It has neither a queue's bound nor a successor, and no pool's work at each call.

import { Worker } from 'node:worker_threads';
import { TickhouseError } from '../errors.ts';
import { type Answer, errorOf } from './answer.ts';

/** A module for `keptThread`: it makes the object whose functions are called, in the thread. */
export interface KeptModule<O> {
  create(): O;
}

/** `[number of the call, name, arguments]`. */
export type KeptCall = readonly [number, string, readonly unknown[]];
export type KeptAnswer = readonly [number, Answer];

type FunctionName<O> = {
  [K in keyof O]: O[K] extends (...args: never) => unknown ? K : never;
}[keyof O] &
  string;
type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never) => infer R ? R : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Starts a thread that calls the functions of what `create` of the module gives. It keeps Node alive
 * until it is closed; one that ends by itself is not replaced, as what it knew is gone.
 * @param module its URL: JavaScript, as Node 20 loads it
 */
export function keptThread<M extends KeptModule<unknown>>(
  module: URL,
): KeptThread<ReturnType<M['create']>> {
  return new KeptThread(module);
}

export class KeptThread<O> {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Waiting>();
  #count = 0;
  /** Why nothing is called any more. */
  #end: unknown;

  constructor(module: URL) {
    const entry = new URL('./kept-thread-entry.js', import.meta.url);
    this.#worker = new Worker(entry, { argv: [module.href] });
    this.#worker.on('message', ([id, answer]: KeptAnswer) => this.#settle(id, answer));
    this.#worker.on('error', (error) => this.#stop(error));
    this.#worker.on('exit', () => {
      const text = `the thread of ${module.href} has ended`;
      this.#stop(new TickhouseError('COMPUTE_WORKER_DIED', text));
    });
  }

  /**
   * Calls a function of the object; rejects with what it throws. Arguments and results are copied.
   * @throws COMPUTE_WORKER_DIED, COMPUTE_CLOSED; what the thread ended with
   */
  run<K extends FunctionName<O>>(name: K, args: Arguments<O[K]>): Promise<Awaited<Result<O[K]>>> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) return reject(this.#end);
      const id = this.#count++;
      const call: KeptCall = [id, name, args as readonly unknown[]];
      this.#worker.postMessage(call);
      this.#calls.set(id, { resolve: resolve as Waiting['resolve'], reject });
    });
  }

  /** Ends the thread at once; calls that wait are rejected with COMPUTE_CLOSED. */
  async close(): Promise<void> {
    this.#stop(new TickhouseError('COMPUTE_CLOSED', 'the thread is closed'));
    await this.#worker.terminate();
  }

  #settle(id: number, answer: Answer): void {
    const waiting = this.#calls.get(id);
    this.#calls.delete(id);
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(errorOf(answer.error));
  }

  #stop(reason: unknown): void {
    this.#end ??= reason;
    for (const { reject } of this.#calls.values()) reject(this.#end);
    this.#calls.clear();
  }
}
