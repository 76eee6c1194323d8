// What a worker answers: a value, or the error that its function threw. Errors cross as plain objects,
// because neither a thread's nor a process's messages keep the fields of an error.

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: PlainError };

interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: unknown;
}

/** The one method that a worker has. */
export const callMethod = 'call';

export function plainOf(thrown: unknown): PlainError {
  if (!(thrown instanceof Error)) {
    return { name: 'Error', message: String(thrown), stack: undefined, code: undefined };
  }
  const { name, message, stack } = thrown;
  const { code } = thrown as { readonly code?: unknown };
  const isPlain = typeof code === 'string' || typeof code === 'number';
  return { name, message, stack, code: isPlain ? code : undefined };
}

export function errorOf({ name, message, stack, code }: PlainError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return code === undefined ? error : Object.assign(error, { code });
}
