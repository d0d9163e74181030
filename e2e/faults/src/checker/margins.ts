/**
 * Tolerance between the times of the test and of the databases, in ms. A row's time is the start of its transaction, which may
 * commit that much later.
 */
export const CLOCK_MARGIN_MS = 250;

/** Tolerance between two locations of the same driver, in metres. The error of Redis's geohash is below one metre. */
export const POSITION_MARGIN_METRES = 5;
