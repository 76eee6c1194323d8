// SIGTERM and SIGINT: close, then exit with 0; a second wish exits at once.

/**
 * Signals so close together are one wish: npm hands on the Ctrl-C that the terminal has sent to it and to
 * us, so one press comes twice.
 */
const sameWishMs = 1_000;

const names = ['SIGTERM', 'SIGINT'] as const;

/** Begins to listen; returns what stops it. Several servers of one process all close before the exit. */
export function onSignals(server: { close(): Promise<void> }): () => void {
  let askedMs: number | undefined;
  const onSignal = (): void => {
    if (askedMs !== undefined) {
      if (performance.now() - askedMs > sameWishMs) process.exit(1);
      return;
    }
    askedMs = performance.now();
    server.close().finally(() => {
      // Another server of this process, or its owner, may still be busy with the same signal.
      if (names.every((name) => process.listenerCount(name) === 0)) process.exit(0);
    });
  };
  for (const name of names) process.on(name, onSignal);
  return () => {
    for (const name of names) process.off(name, onSignal);
  };
}
