/** How long a stop may take before the process ends without it, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** A terminal and npm each send a signal for the same Ctrl-C, within this many milliseconds. */
const SAME_CTRL_C_MS = 500;

/**
 * Aborted when the process is asked to stop: by a signal, or by the end of the process that started it. A second Ctrl-C ends
 * the process at once; its child processes end with it.
 */
export function untilStopSignal(): AbortSignal {
  const abort = new AbortController();
  let asked = 0;
  const stop = () => {
    if (!abort.signal.aborted) {
      asked = Date.now();
      abort.abort();
      setTimeout(() => process.exit(1), TIMEOUT_MS).unref();
    } else if (Date.now() - asked > SAME_CTRL_C_MS) {
      process.exit(130);
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  process.on('disconnect', stop);
  process.channel?.unref();
  return abort.signal;
}
