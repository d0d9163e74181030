const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit'] as const;

/**
 * Does something that makes handlers of the process's end, and takes those handlers off again. The embedded
 * PostgreSQL would end itself, and the process, at the first signal: in no order with whatever uses it.
 */
export async function keepOwnSignals<T>(work: () => Promise<T>): Promise<T> {
  const before = new Map(SIGNALS.map((signal) => [signal, process.rawListeners(signal)]));
  try {
    return await work();
  } finally {
    for (const [signal, known] of before) {
      for (const listener of process.rawListeners(signal)) {
        if (!known.includes(listener)) {
          process.removeListener(signal, listener as () => void);
        }
      }
    }
  }
}
