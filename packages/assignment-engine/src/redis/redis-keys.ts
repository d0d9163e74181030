/** Geo index of the AVAILABLE drivers only. */
export const GEO_KEY = 'drivers:geo';

/** Hash of each driver's status, copied from PostgreSQL. */
export const STATUS_KEY = 'drivers:status';

/**
 * Hash of each driver's newest location: time of measurement in ms since the epoch, longitude and latitude; the last two
 * are missing if the geo index can't store them.
 */
export const LOCATION_KEY = 'drivers:location';

/** Exists while the index is ready. It is lost together with the index if Redis loses its data. */
export const READY_KEY = 'drivers:ready';

/** Id of the running rebuild. It is lost together with the index if Redis loses its data. */
export const REBUILDING_KEY = 'drivers:rebuilding';

/** Exists for a while after an engine has compared the index with PostgreSQL. */
export const COMPARED_KEY = 'drivers:compared';

/** A driver's heartbeat. It expires unless it is renewed. */
export const onlineKey = (driverId: string) => `driver:online:${driverId}`;
