/** The longest wait between two tries of a job, in ms. */
const LONGEST_MS = 60_000;

/**
 * Backoff for Vendure's job queue: 1 s, 2 s, 4 s and so on up to a minute. Vendure takes a backoff for all
 * queues together, so a shop passes this to its job queue plugin, or keeps its own.
 *
 * @example
 * ```ts
 * DefaultJobQueuePlugin.init({ backoffStrategy: handoverBackoff })
 * ```
 * @returns milliseconds
 */
export function handoverBackoff(_queueName: string, attemptsMade: number): number {
  return Math.min(LONGEST_MS, 1000 * 2 ** Math.max(0, attemptsMade - 1));
}
