import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '../history/recorder';

const TIMEOUT_MS = 120_000;
const AGAIN_AFTER_MS = 200;

/** Asks again while nobody says what became of it, as every sender does; an engine may turn away what is too much. */
export async function answered<T>(ask: () => Promise<Recorded<T>>): Promise<Recorded<T>> {
  for (const until = Date.now() + TIMEOUT_MS; ; await sleep(AGAIN_AFTER_MS)) {
    const recorded = await ask();
    if (recorded.operation.outcome !== 'unknown' || Date.now() > until) {
      return recorded;
    }
  }
}
