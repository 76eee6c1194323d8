// What a server says of itself, at /healthz: the part of a load's report that only it can know.

import { TickhouseError } from '../../errors.ts';

export interface Health {
  /** Computed by the server's process, in ms; undefined where it does not say. */
  readonly cpuMs: number | undefined;
  /** Since the server's start. */
  readonly lateness: Lateness | undefined;
}

export interface Lateness {
  readonly ran: number;
  readonly skipped: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const answerMs = 5_000;

/** @throws CLIENT_UNREACHABLE */
export async function readHealth(base: URL): Promise<Health> {
  const address = new URL('/healthz', base);
  let body: unknown;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(answerMs) });
    body = await response.json();
  } catch (error) {
    const { cause = error } = error as Error;
    const why = (cause as { code?: string }).code ?? String(cause);
    throw new TickhouseError(
      'CLIENT_UNREACHABLE',
      `no tickhouse answers at ${address.href} (${why}): start the server, or correct the address`,
      { cause },
    );
  }
  const { cpuMs, lateness } = (body ?? {}) as Partial<Health>;
  return { cpuMs: typeof cpuMs === 'number' ? cpuMs : undefined, lateness };
}
