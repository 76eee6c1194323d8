// What a worker runs: it loads the module of functions that its pool names, and calls them. A program
// of its own, in a thread or a process; nothing imports it.

import { Worker } from 'node:worker_threads';
import workerpool from 'workerpool';
import { type Answer, callMethod, plainOf } from './answer.ts';

const [, , kind, moduleUrl = '', parent = ''] = process.argv;

if (kind === 'process') {
  // Ctrl-C reaches the whole group: the parent decides when its workers end.
  process.on('SIGINT', () => {});
  // A busy worker does not see its channel close; this thread sees that the parent is gone.
  new Worker(new URL('./parent-watch.js', import.meta.url), { argv: [parent] }).unref();
}

const functions: Promise<Record<string, unknown>> = import(moduleUrl);
// Each call tells it; until then a module that cannot be loaded is nobody's unhandled rejection.
functions.catch(() => {});

workerpool.worker({ [callMethod]: call });

async function call(name: string, args: readonly unknown[]): Promise<unknown> {
  try {
    const found = (await functions)[name];
    if (typeof found !== 'function')
      throw new TypeError(`${moduleUrl} exports no function ${name}`);
    const value: unknown = await found(...args);
    const answer: Answer = { ok: true, value };
    return new workerpool.Transfer(answer, kind === 'thread' ? buffersOf(value) : []);
  } catch (thrown) {
    return { ok: false, error: plainOf(thrown) } satisfies Answer;
  }
}

/** A result that is one buffer, or a view of one, moves to the caller's thread without a copy. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
