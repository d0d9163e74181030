/** Maximum duration of a stop, in milliseconds. The process exits after it. */
const TIMEOUT_MS = 30_000;

/** The terminal and npm each send a signal for one Ctrl-C. Signals within this time, in milliseconds, count as one. */
const SAME_CTRL_C_MS = 500;

/**
 * Returns a signal that is aborted on SIGINT, SIGTERM, SIGHUP or the end of the parent process. A second Ctrl-C ends the
 * process and its child processes at once.
 */
export function stopSignal(): AbortSignal {
  const abort = new AbortController();
  let abortedAt = 0;
  const stop = () => {
    if (!abort.signal.aborted) {
      abortedAt = Date.now();
      abort.abort();
      setTimeout(() => process.exit(1), TIMEOUT_MS).unref();
    } else if (Date.now() - abortedAt > SAME_CTRL_C_MS) {
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
