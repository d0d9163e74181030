/** Degrees, WGS 84. */
export const LATITUDE = { min: -90, max: 90 };
/** Degrees, WGS 84. */
export const LONGITUDE = { min: -180, max: 180 };
/** Minutes; a day at most. */
export const PREPARATION_MINUTES = { min: 0, max: 1440 };
/** Characters; the longest IANA name has 32. */
export const TIME_ZONE_LENGTH = 64;
/** Metres; 100 km at most. */
export const DELIVERY_RADIUS_METRES = { min: 1, max: 100_000 };
/** Characters; what the contract lets a pickup carry. */
export const TEXT_LENGTHS = { street: 300, city: 120, postalCode: 32, province: 120, phone: 40 };
