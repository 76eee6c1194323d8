// What a kept thread runs: it loads the module that is named, lets it make its object, and calls that
// object's functions. A program of its own; nothing imports it.

import { parentPort } from 'node:worker_threads';
import { plainOf } from './answer.ts';
import type { KeptAnswer, KeptCall, KeptModule } from './kept-thread.ts';

const [, , moduleUrl = ''] = process.argv;

const module: KeptModule<Record<string, unknown>> = await import(moduleUrl);
const object = module.create();

// Calls that came meanwhile have waited for this listener.
parentPort?.on('message', ([id, name, args]: KeptCall) => {
  parentPort?.postMessage(answerTo(id, name, args));
});

function answerTo(id: number, name: string, args: readonly unknown[]): KeptAnswer {
  try {
    const found = object[name];
    if (typeof found !== 'function') throw new TypeError(`${moduleUrl} has no function ${name}`);
    return [id, { ok: true, value: found.apply(object, args) }];
  } catch (thrown) {
    return [id, { ok: false, error: plainOf('thread', thrown) }];
  }
}
