/**
 * Ms by which times of harness and databases may differ for the same moment. A row's time is when its transaction
 * began: what it tells may have become visible that much later.
 */
export const CLOCK_MARGIN_MS = 250;

/** Metres by which two positions of the same driver may differ: Redis keeps a geohash, which is off by less than one. */
export const POSITION_MARGIN_METRES = 5;
