/** Name of the job queue that retries failed submissions. */
export const SUBMISSION_QUEUE = 'driver-dispatch-submission';

/** Maximum delay between two tries of a job, in ms. */
const MAX_DELAY_MS = 60_000;

/**
 * Exponential backoff for Vendure's job queue: 1 s, 2 s, 4 s and so on up to 60 s. Vendure has one backoff strategy for all
 * queues, so a shop may pass this to its job queue plugin or keep its own.
 *
 * @example
 * ```ts
 * DefaultJobQueuePlugin.init({ backoffStrategy: submissionBackoff })
 * ```
 * @returns milliseconds
 */
export function submissionBackoff(_queueName: string, attemptsMade: number): number {
  return Math.min(MAX_DELAY_MS, 1000 * 2 ** Math.max(0, attemptsMade - 1));
}
