import type { Pickup } from '@driver-dispatch/contract';

/**
 * Start of the search for a driver: the lead time before the order's ready time.
 *
 * @returns undefined if that time is past
 */
export function heldUntil(
  { readyAt }: Pick<Pickup, 'readyAt'>,
  leadTimeSeconds: number,
  now = Date.now(),
): Date | undefined {
  const heldUntilMs = Date.parse(readyAt) - leadTimeSeconds * 1_000;
  return heldUntilMs > now ? new Date(heldUntilMs) : undefined;
}
