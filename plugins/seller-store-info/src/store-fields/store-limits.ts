/** Degrees, WGS 84. */
export const LATITUDE = { min: -90, max: 90 };
/** Degrees, WGS 84. */
export const LONGITUDE = { min: -180, max: 180 };
/** Minutes; at most one day. */
export const PREPARATION_MINUTES = { min: 0, max: 1440 };
/** Minutes; at most one week. */
export const PAUSE_MINUTES = { min: 1, max: 10_080 };
/** Characters. The longest IANA name has 32. */
export const TIME_ZONE_LENGTH = 64;
/** Metres; at most 100 km. */
export const DELIVERY_RADIUS_METRES = { min: 1, max: 100_000 };
/** Characters; the limits of a pickup in the contract. */
export const TEXT_LENGTHS = { street: 300, city: 120, postalCode: 32, province: 120, phone: 40 };
