/** Part of a delay by which it is made longer or shorter at random, so that what failed together spreads out. */
const JITTER = 0.2;

/** The most a receiver may ask to be left alone for, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * Seconds to wait after a failed try, or undefined when there have been enough.
 *
 * @param delays seconds after each try
 * @param attempts tries before this one
 * @param retryAfterSeconds the least wait the receiver has asked for
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
  const asked = Math.min(retryAfterSeconds * (1 + JITTER * Math.random()), MAX_RETRY_AFTER_SECONDS);
  return Math.max(asked, delay * (1 + JITTER * (2 * Math.random() - 1)));
}
