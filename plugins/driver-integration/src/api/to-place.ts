import type { Dropoff, Pickup } from '@driver-dispatch/contract';

/** Converts a pickup or drop-off to a `DriverDeliveryPlace` of the Admin API. Only a drop-off has instructions. */
export function toPlace(place: Pickup | Dropoff) {
  const { name, point, phone, address } = place;
  return {
    name,
    point,
    phone,
    ...address,
    instructions: 'instructions' in place ? place.instructions : null,
  };
}
