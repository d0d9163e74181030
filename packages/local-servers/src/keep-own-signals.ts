/** By which a process is told to end, or tells that it does; a message is another's way to tell it so. */
const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit', 'exit', 'message'] as const;

/**
 * Does something that makes handlers of the process's end, and takes those handlers off again. The embedded
 * PostgreSQL would end itself, and the process, at the first signal: in no order with whatever uses it. And who listens
 * for messages keeps the channel open over which they come, and with it a process that has nothing left to do.
 */
export async function keepOwnSignals<T>(work: () => Promise<T>): Promise<T> {
  const before = new Map(EVENTS.map((event) => [event, process.rawListeners(event)]));
  try {
    return await work();
  } finally {
    for (const [event, known] of before) {
      for (const listener of process.rawListeners(event)) {
        if (!known.includes(listener)) {
          process.removeListener(event, listener as () => void);
        }
      }
    }
  }
}
