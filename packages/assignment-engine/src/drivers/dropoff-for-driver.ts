import type { Dropoff, SubmittedDropoff } from '@driver-dispatch/contract';

/** The drop-off for drivers and operators: without the delivery PIN. */
export function dropoffForDriver({ deliveryPin: _omitted, ...dropoff }: SubmittedDropoff): Dropoff {
  return dropoff;
}
