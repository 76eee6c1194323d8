// Processes of the fan-out bench: where they run, what they say, what they cost; all are ended.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const canPin =
  availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** Whether server and load have a core each; else the system places them. */
export const pinned = canPin;
export const core = { server: 0, load: 1 };

/** How long an answer may take. */
const answerMs = 60_000;

export class Process {
  #child;
  #why;

  constructor(where, command, args, stdio) {
    const words = canPin ? ['taskset', '-c', String(where), command, ...args] : [command, ...args];
    this.#child = spawn(words[0], words.slice(1), {
      stdio,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    this.#child.on('error', (error) => {
      this.#why = error.message;
    });
  }

  /** A module of this folder, with a channel for messages. Resolves with it and its first message. */
  static async node(where, module, ...args) {
    const flags = ['--expose-gc', '--no-warnings'];
    const stdio = ['ignore', 2, 2, 'ipc'];
    const one = new Process(where, process.execPath, [...flags, here(module), ...args], stdio);
    return one.#begun('message', one.#child);
  }

  /** A program that prints one line. */
  static async program(where, path, ...args) {
    const one = new Process(where, path, args, ['ignore', 'pipe', 2]);
    const { first } = await one.#begun('data', one.#child.stdout);
    return { process: one, first: String(first).trim() };
  }

  /** Resolves with what it says first; ends it where it says nothing. */
  async #begun(event, from) {
    try {
      return { process: this, first: await this.#next(event, from) };
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  /** @throws what it answers as an error */
  async ask(message) {
    this.#child.send(message);
    const reply = await this.#next('message', this.#child);
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  }

  /** Computed so far by all its threads, in µs. */
  cpuUs() {
    const tasks = `/proc/${this.#child.pid}/task`;
    let ns = 0;
    for (const task of readdirSync(tasks)) {
      ns += Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]);
    }
    return ns / 1000;
  }

  /** In bytes, as the system sees it now. */
  residentBytes() {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  async end() {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  #next(event, from) {
    return new Promise((resolve, reject) => {
      const settle = (act, value) => {
        clearTimeout(timer);
        from.off(event, onEvent);
        this.#child.off('close', onClose);
        act(value);
      };
      const onEvent = (value) => settle(resolve, value);
      const onClose = () => settle(reject, new Error(this.#why ?? 'its process ended'));
      const timer = setTimeout(() => settle(reject, new Error('it does not answer')), answerMs);
      from.on(event, onEvent);
      this.#child.on('close', onClose);
    });
  }
}

/** A folder that is gone after `use`. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiles the limit; undefined where there is no compiler. */
export function compileLimit(folder) {
  const program = join(folder, 'limit');
  const { status, stderr } = spawnSync('cc', ['-O2', '-o', program, here('limit.c')]);
  if (status === 0) return program;
  console.error(`bench: the limit is left out: ${stderr ?? 'there is no cc'}`);
  return undefined;
}
