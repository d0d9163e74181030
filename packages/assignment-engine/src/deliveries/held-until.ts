import type { Pickup } from '@driver-dispatch/contract';

/**
 * When a driver is looked for at the earliest: the lead time before the order is ready.
 *
 * @returns undefined when that is over
 */
export function heldUntil(
  { readyAt }: Pick<Pickup, 'readyAt'>,
  leadTimeSeconds: number,
  now = Date.now(),
): Date | undefined {
  const until = Date.parse(readyAt) - leadTimeSeconds * 1_000;
  return until > now ? new Date(until) : undefined;
}
