// What a worker runs: it loads the module of functions that its pool names, and calls them. A program
// of its own, in a thread or a process; nothing imports it.

import { Worker } from 'node:worker_threads';
import workerpool from 'workerpool';
import { TickhouseError } from '../errors.ts';
import { type Answer, callMethod, plainOf } from './answer.ts';
import { buffersOf, type Cargo, pack, unpack, type WorkerKind } from './cargo.ts';

const [, , kindText, moduleUrl = '', parent = ''] = process.argv;
const kind = kindText as WorkerKind;

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

async function call(name: string, args: unknown, resultMoves: boolean): Promise<unknown> {
  try {
    const found = (await functions)[name];
    if (typeof found !== 'function')
      throw new TypeError(`${moduleUrl} exports no function ${name}`);
    const value: unknown = await found(...(unpack(kind, args) as unknown[]));
    const { payload, transfer } = packResult(name, value, resultMoves);
    return new workerpool.Transfer({ ok: true, value: payload } satisfies Answer, transfer);
  } catch (thrown) {
    return { ok: false, error: plainOf(kind, thrown) } satisfies Answer;
  }
}

function packResult(name: string, value: unknown, moves: boolean): Cargo {
  try {
    return pack(kind, value, moves && kind === 'thread' ? buffersOf(value) : []);
  } catch (error) {
    const why = `${name}: its result cannot cross to the caller: ${(error as Error).message}`;
    throw new TickhouseError('COMPUTE_VALUE', why);
  }
}
