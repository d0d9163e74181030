import type { Dropoff, DropoffOrder } from '@driver-dispatch/contract';

/** The drop-off as drivers and operators are told of it: without the code that the receiver has. */
export function dropoffForDriver({ deliveryPin: _kept, ...dropoff }: DropoffOrder): Dropoff {
  return dropoff;
}
