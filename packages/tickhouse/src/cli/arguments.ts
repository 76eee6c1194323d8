// The arguments of a command: one thing that it is about, and options.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/**
 * @param needs what the command needs: `replay needs one FILE`
 * @throws UsageError
 */
export function readArguments<const O extends Options>(
  args: readonly string[],
  options: O,
  needs: string,
): { readonly subject: string; readonly values: Parsed<O>['values'] } {
  const { values, positionals } = parsed(args, options);
  const [subject, ...more] = positionals;
  if (subject === undefined || more.length > 0) throw new UsageError(needs);
  return { subject, values };
}

function parsed<O extends Options>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
