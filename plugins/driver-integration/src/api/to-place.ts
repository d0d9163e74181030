import type { Dropoff, Pickup } from '@driver-dispatch/contract';

/** Converts a pickup or drop-off for the API. */
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
