// A program as a process of its own, and what it prints. It is ended by its id when the test is over.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { Condition } from '../../packages/tickhouse/src/time/index.ts';

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #ended: Promise<unknown>;
  readonly #more = new Condition();
  #output = '';

  constructor(path: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#name = [path, ...args].join(' ');
    this.#child = spawn(path, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        this.#output += text;
        this.#more.notifyAll();
      });
    }
    // `close` comes when everything printed was read, which `exit` does not wait for.
    this.#ended = once(this.#child, 'close');
    onTestFinished(async () => void (await this.stop()));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Everything printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Resolves with the match, once what was printed has one. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#output);
      if (found !== null) return found;
      if (this.#isOver) throw new Error(`${this.#name} ended without ${pattern}:\n${this.#output}`);
      await Promise.race([this.#more.wait(), this.#ended]);
    }
  }

  /** How it ended by itself. */
  async ended(): Promise<End> {
    await this.#ended;
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }

  /** Ends it with a signal, and resolves with how it ended. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<End> {
    if (!this.#isOver) this.#child.kill(signal);
    return this.ended();
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
