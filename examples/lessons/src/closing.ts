// When this process is to end, with or without a server of its own: npm hands on the Ctrl-C that the
// terminal has sent to it and to us, so one press comes twice.

/** Signals so close together are one wish; a later one is of somebody who has no patience left. */
const sameWishMs = 1_000;

/** Aborts when this process is told to end; told again later, it ends at once, with code 1. */
export function abortOnSignals(closing: AbortController): void {
  let toldAt = Number.POSITIVE_INFINITY;
  const close = (): void => {
    const now = performance.now();
    if (now - toldAt > sameWishMs) process.exit(1);
    toldAt = Math.min(toldAt, now);
    closing.abort();
  };
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, close);
}
