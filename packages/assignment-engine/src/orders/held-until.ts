import type { Pickup } from '@driver-dispatch/contract';

/**
 * Returns until when an order is held. Its search for a driver starts then: at the ready time minus the lead time.
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
