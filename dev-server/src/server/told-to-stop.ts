/** How long a stop may take before the process ends without it, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Aborted once the process is told to stop: by a signal, or by the end of the process that started it. A
 * second signal changes nothing, as a terminal and npm may each send one for the same Ctrl-C.
 */
export function untilToldToStop(): AbortSignal {
  const abort = new AbortController();
  const stop = () => {
    if (!abort.signal.aborted) {
      abort.abort();
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  process.on('disconnect', stop);
  process.channel?.unref();
  return abort.signal;
}
