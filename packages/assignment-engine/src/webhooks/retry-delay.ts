/** Part of a delay by which it is made longer or shorter at random, so that what failed together spreads out. */
const JITTER = 0.2;

/**
 * Seconds to wait after a failed try, or undefined when there have been enough.
 *
 * @param delays seconds after each try
 * @param attempts tries before this one
 */
export function retryDelaySeconds(delays: readonly number[], attempts: number): number | undefined {
  const delay = delays[attempts];
  return delay === undefined ? undefined : delay * (1 + JITTER * (2 * Math.random() - 1));
}
