import type { Dropoff, Pickup } from '@driver-dispatch/contract';

/** A place as the API shows it. */
export function placeOf(place: Pickup | Dropoff) {
  const { name, point, phone, address } = place;
  return {
    name,
    point,
    phone,
    ...address,
    instructions: 'instructions' in place ? place.instructions : null,
  };
}
