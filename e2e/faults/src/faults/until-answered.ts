import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '../history/recorder';

const TIMEOUT_MS = 120_000;
const RETRY_AFTER_MS = 200;

/** Repeats a request while its outcome is unknown: an engine rejects requests when it is overloaded. */
export async function untilAnswered<T>(send: () => Promise<Recorded<T>>): Promise<Recorded<T>> {
  for (const deadline = Date.now() + TIMEOUT_MS; ; await sleep(RETRY_AFTER_MS)) {
    const recorded = await send();
    if (recorded.operation.outcome !== 'unknown' || Date.now() > deadline) {
      return recorded;
    }
  }
}
