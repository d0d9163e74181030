/** Random part of a delay, in both directions, so that retries of simultaneous failures spread out. */
const JITTER = 0.2;

/** Maximum `Retry-After` of a receiver, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * Seconds until the next attempt after a failure, or undefined after the last attempt.
 *
 * @param delays seconds after each attempt
 * @param attempts number of attempts before the failed one
 * @param retryAfterSeconds minimum delay requested by the receiver
 */
export function retryDelaySeconds(
  delays: readonly number[],
  attempts: number,
  retryAfterSeconds = 0,
): number | undefined {
  const delay = delays[attempts];
  if (delay === undefined) {
    return undefined;
  }
  const requested = Math.min(retryAfterSeconds * (1 + JITTER * Math.random()), MAX_RETRY_AFTER_SECONDS);
  return Math.max(requested, delay * (1 + JITTER * (2 * Math.random() - 1)));
}
