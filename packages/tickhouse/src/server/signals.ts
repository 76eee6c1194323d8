// SIGTERM and SIGINT: close, then exit with 0; a second signal exits at once.

const names = ['SIGTERM', 'SIGINT'] as const;

/** Begins to listen; returns what stops it. Several servers of one process all close before the exit. */
export function onSignals(server: { close(): Promise<void> }): () => void {
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(1);
    asked = true;
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
