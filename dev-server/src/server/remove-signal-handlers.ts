const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Removes the signal handlers that `start` adds. Vendure stops itself on a signal, at the same time as the teardown of this
 * process stops it, and its databases would be closed twice.
 */
export async function removeSignalHandlers<T>(start: () => Promise<T>): Promise<T> {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]));
  const started = await start();
  for (const [signal, kept] of before) {
    process
      .listeners(signal)
      .filter((handler) => !kept.includes(handler))
      .forEach((handler) => process.off(signal, handler));
  }
  return started;
}
