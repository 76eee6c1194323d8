// What a worker answers: a value, or the error that its function threw. Errors cross as plain objects,
// because neither a thread's nor a process's messages keep the fields of an error.

import { pack, type WorkerKind } from './cargo.ts';

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: PlainError };

export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Its own fields that can cross, such as `code`. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause: PlainError | undefined;
}

/** The one method that a worker has. */
export const callMethod = 'call';

/** Causes of causes, at most. */
const causesMax = 8;
const builtIn = [RangeError, TypeError, SyntaxError, ReferenceError, EvalError, URIError];

export function plainOf(kind: WorkerKind, thrown: unknown, causes: number = causesMax): PlainError {
  if (!(thrown instanceof Error)) {
    const message = String(thrown);
    return { name: 'Error', message, stack: undefined, fields: {}, cause: undefined };
  }
  const { name, message, stack, cause } = thrown;
  const fields = Object.entries(thrown).filter(([, value]) => canCross(kind, value));
  const hasCause = cause !== undefined && causes > 0;
  return {
    name,
    message,
    stack,
    fields: Object.fromEntries(fields),
    cause: hasCause ? plainOf(kind, cause, causes - 1) : undefined,
  };
}

export function errorOf({ name, message, stack, fields, cause }: PlainError): Error {
  const Built = builtIn.find((one) => one.name === name) ?? Error;
  const error = new Built(message, cause === undefined ? {} : { cause: errorOf(cause) });
  if (error.name !== name) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return Object.assign(error, fields);
}

function canCross(kind: WorkerKind, value: unknown): boolean {
  try {
    pack(kind, value);
    return true;
  } catch {
    return false;
  }
}
